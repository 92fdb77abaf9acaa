"""Failures as people see them: what was wrong with what, and what to do; no traceback.

The exit status is the error's own (``engine/errors.py``); a wrong command line has 2, an answer
that cannot be written 1, an interruption 130, and a mistake in the program itself 70.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from typing import NoReturn

import click

from cli import language, logs, secrets, terminal
from engine import wording
from engine.errors import Fact, VekhaError, plain

UNWRITTEN = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
NO_FACTS: Mapping[str, Fact] = {}


@contextmanager
def shown() -> Iterator[None]:
    """Turn a failure of the block into one or two lines on stderr and the exit status."""
    try:
        yield
        if sys.stdout is not None:  # a process may be started without one
            sys.stdout.flush()
    except VekhaError as error:
        _end(error.exit_status, error.reason, *_sentences(error), error.facts)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(USAGE) from None
    except click.UsageError as error:
        _end(USAGE, "usage", *_usage(error))
    except click.Abort:
        raise SystemExit(INTERRUPTED) from None
    except click.exceptions.Exit:
        raise
    except BrokenPipeError:
        _give_stdout_up()
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the rim: nothing gets past it as a traceback
        _end(*_unforeseen(error))


def _sentences(error: VekhaError) -> tuple[str, str]:
    """Return what is wrong and what to do; for programs in English, with codes as they are."""
    return error.english() if language.wants_json() else wording.sentences(error)


def _usage(error: click.UsageError) -> tuple[str, str]:
    """Return click's sentence on one line, and where help is."""
    wrong = _requoted(" ".join(error.format_message().split()))
    if error.ctx is None:
        return wrong, ""
    # click says this too, so that its translation serves both.
    hint = _("Try '{command} {option}' for help.")
    return wrong, hint.format(command=error.ctx.command_path, option="--help")


def _requoted(text: str) -> str:
    """Return click's sentence with the reader's quotation marks."""
    # Translators: how something is quoted.
    return re.sub(r"'([^']*)'", lambda found: _("'{text}'").format(text=found[1]), text)


def _unforeseen(error: Exception) -> tuple[int, str, str, str]:
    """Return status, code and sentences for what is no deliberate failure."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _give_stdout_up()
        wrong = _("the answer cannot be written: {what}").format(what=error.strerror)
        return UNWRITTEN, "unwritten", wrong, ""
    if logs.wanted():
        import traceback

        told = "".join(traceback.format_exception(error))
        terminal.echo(secrets.hidden(told), err=True, nl=False)
    wrong = _("a mistake in the program: {what}").format(what=what)
    return BUG, "bug", wrong, _("Please report it with what vekha --verbose prints.")


def _give_stdout_up() -> None:
    """Let what is still to be written go nowhere, or Python complains about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(
    status: int, code: str, wrong: str, remedy: str, facts: Mapping[str, Fact] = NO_FACTS
) -> NoReturn:
    """Say it on stderr, and end."""
    wrong, remedy = secrets.hidden(wrong), secrets.hidden(remedy)
    if language.wants_json():
        values = {name: plain(fact) for name, fact in facts.items()}
        answer = {"error": code, "message": wrong, "remedy": remedy, "facts": values}
        terminal.echo_json(json.dumps(answer, ensure_ascii=False), err=True)
    else:
        terminal.echo(f"vekha: {_sentence(wrong)}", err=True)
        if remedy:
            terminal.echo(f"  {_sentence(remedy)}", err=True)
    raise SystemExit(status) from None


def _sentence(text: str) -> str:
    text = terminal.one_line(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
