"""Failures as people see them: what was wrong with what, and what to do; no traceback.

The exit status is the error's own (``engine/errors.py``); click's usage errors keep 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

import click

from engine.errors import VekhaError

INTERRUPTED = 130
BUG = 70


@contextmanager
def shown() -> Iterator[None]:
    """Turn a deliberate failure of the block into lines on stderr and the exit status."""
    try:
        yield
    except VekhaError as error:
        _say(error)
        raise SystemExit(error.exit_status) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


def sentences(error: VekhaError) -> tuple[str, str]:
    """Return what is wrong and what to do, in the reader's language, names filled in."""
    facts = {name: _readable(value) for name, value in error.facts.items()}
    wrong = _(error.template).format(**facts)
    remedy = _(error.remedy).format(**facts) if error.remedy else ""
    return wrong, remedy


def _say(error: VekhaError) -> None:
    if _wants_json():
        wrong = error.template.format(**error.facts)
        remedy = error.remedy.format(**error.facts) if error.remedy else ""
        answer = {"error": error.reason, "message": wrong, "remedy": remedy}
        click.echo(json.dumps(answer, ensure_ascii=False), err=True)
        return
    wrong, remedy = sentences(error)
    click.echo(f"vekha: {wrong}.", err=True)
    if remedy:
        click.echo(f"  {_sentence(remedy)}", err=True)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _readable(value: object) -> object:
    """Return a fact as people read it: a marked word is looked up in the catalogue."""
    from cli.wording import words

    if isinstance(value, str):
        return words().get(value, _(value) if value else value)
    return value


def _wants_json() -> bool:
    return "--json" in sys.argv[1:]
