# vekha: `make help` says what there is. Everything is installed into .venv, nothing elsewhere.

SHELL := /bin/sh
.NOTPARALLEL:
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
PACKAGES := engine cli
LANGUAGES := ru
LOCALE := engine/wording/locale

# The newest Python that answers and that the lock was made for; `make PYTHON=...` overrides.
# It is run, not only looked for: a version manager's shim exists without a Python behind it.
PYTHON ?= $(shell for candidate in python3.14 python3.13 python3.12 python3.11 python3; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	echo $$candidate; break; fi; done)

# A stamp stands for a step that is done; it is older than its lock when the lock has changed.
CREATED := $(VENV)/.created
RUN := $(VENV)/.run-lock
TEST := $(VENV)/.test-lock
PROJECT := $(VENV)/.project

.PHONY: help demo install test matrix lint soak bench lock catalogues clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

demo: install ## install, then show a year of a real roadmap in a rehearsal ledger
	@$(VENV)/bin/vekha demo

install: $(RUN) $(PROJECT) ## install the program into .venv (then: .venv/bin/vekha --help)

test: install $(TEST) lint ## install the test tools, then style, types and tests
	@echo "pytest: the tests, a worker for each core (a PostgreSQL each is started and stopped)"
	@$(PY) -m pytest -n auto --maxprocesses=4 --dist=worksteal

lint: install $(TEST) ## style and types only
	@echo "ruff: style and layout"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "mypy: types"
	@$(PY) -m mypy

matrix: ## make test with every Python from 3.11 to 3.14 that is installed, each in a .venv of its own
	@for candidate in python3.11 python3.12 python3.13 python3.14; do \
		if $$candidate -c 'import venv, ensurepip' >/dev/null 2>&1; then \
			echo "== $$candidate"; \
			$(MAKE) --no-print-directory VENV=build/venv-$$candidate PYTHON=$$candidate test || exit 1; \
		else echo "== $$candidate is not installed: not tested"; fi; done

soak: install $(TEST) ## long random runs; not part of `make test`
	@$(PY) -m pytest -m soak --hypothesis-profile=soak

bench: install $(TEST) ## timings beside others, into docs/PERFORMANCE.md; BENCH=word: only some
	@$(PY) -m pytest -m bench -s

$(CREATED):
	@if [ -z "$(PYTHON)" ]; then \
		echo "vekha needs Python 3.11 or newer, and none was found." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "vekha needs Python 3.11 or newer; $(PYTHON) is older, or does not run." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks the venv module (with ensurepip)." >&2; \
		echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUN): requirements/run.txt $(CREATED)
	@echo "Installing the libraries (requirements/run.txt); the first time takes a minute"
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@touch $@

$(TEST): requirements/test.txt $(RUN)
	@echo "Installing the test tools (requirements/test.txt)"
	@$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@touch $@

# pip refuses an editable project among hashes, so the project follows its lock, without any
# download: its build backend stands in the lock.
$(PROJECT): pyproject.toml $(RUN)
	@echo "Installing vekha itself"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Plain pins with hashes for every supported Python and system; no index or host is named in them.
COMPILE := .venv-lock/bin/uv pip compile --quiet --no-config --system-certs \
	--universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --upgrade \
	--custom-compile-command "make lock"
BACKEND := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

lock: $(CREATED) ## look up the newest versions that pyproject.toml allows, write requirements/
	@[ -x .venv-lock/bin/uv ] || { $(PY) -m venv --clear .venv-lock && \
		.venv-lock/bin/python -m pip --disable-pip-version-check install --quiet uv; }
	@$(PY) -c '$(BACKEND)' | $(COMPILE) pyproject.toml - -o requirements/run.txt
	@$(PY) -c '$(BACKEND)' | $(COMPILE) --extra test -c requirements/run.txt pyproject.toml - \
		-o requirements/test.txt
	@echo "Written: requirements/run.txt, requirements/test.txt"

# click's own sentences are translated in our catalogue too: it looks them up in the same domain.
CLICK = $(shell $(PY) -c 'import click, pathlib; print(pathlib.Path(click.__file__).parent)')

catalogues: install $(TEST) ## collect the texts, update engine/wording/locale, compile them to .mo
	@mkdir -p build $(LOCALE)
	@$(PY) -m babel.messages.frontend --quiet extract --no-default-keywords -k _ -k N_ \
		-k ngettext:1,2 --no-location --add-comments=Translators: --width=96 \
		--project=vekha --output-file=build/vekha.pot $(PACKAGES) $(CLICK)
	@for language in $(LANGUAGES); do \
		if [ -f $(LOCALE)/$$language/LC_MESSAGES/vekha.po ]; then command="update \
			--no-fuzzy-matching --ignore-pot-creation-date"; else command=init; fi; \
		$(PY) -m babel.messages.frontend --quiet $$command --domain=vekha --width=96 \
			--input-file=build/vekha.pot --output-dir=$(LOCALE) --locale=$$language || exit 1; done
	@$(PY) -m babel.messages.frontend compile --domain=vekha --directory=$(LOCALE) --statistics

clean: ## remove what make and the tests have made (never a ledger)
	@rm -rf $(VENV) .venv-lock build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
