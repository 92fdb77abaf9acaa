"""Failures as people see them: what was wrong with what, and what to do; no traceback.

The exit status is the error's own (``engine/errors.py``); a wrong command line has 2, an answer
that cannot be written 1, an interruption 128 and the number of its signal (130 for Ctrl-C), and a
mistake in the program itself 70. What was recorded before a failure is said by ``answering.py``.
"""

from __future__ import annotations

import errno
import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from typing import NoReturn

import click

from cli import language, logs, secrets, signals, terminal
from engine import wording
from engine.errors import Fact, VekhaError, plain

UNWRITTEN = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
NO_FACTS: Mapping[str, Fact] = {}

_UNWRITABLE = {
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "ENXIO", "EBADF", "ESTALE")
    if hasattr(errno, name)
}
"""How the system says that what was printed can go nowhere: no room, a terminal that is gone."""


@contextmanager
def shown() -> Iterator[None]:
    """Turn a failure of the block into one or two lines on stderr and the exit status."""
    try:
        yield
        terminal.flush()
    except VekhaError as error:
        _end(error.exit_status, error.reason, *_sentences(error), error.facts)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        raise SystemExit(USAGE) from None
    except click.UsageError as error:
        _end(USAGE, "usage", *_usage(error))
    except signals.Stopped as stopped:
        raise SystemExit(stopped.exit_status) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(INTERRUPTED) from None
    except click.exceptions.Exit:
        raise
    except BrokenPipeError:
        terminal.give_up(sys.stdout)
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


def why(error: BaseException) -> str:
    """Return one sentence of what *error* is, for one that says what it came between."""
    match error:
        case VekhaError():
            return _sentences(error)[0]
        case signals.Stopped():
            return _("the signal {name} came").format(name=error)
        case KeyboardInterrupt() | click.Abort():
            return _("it was interrupted")
        case BrokenPipeError():
            return _("whoever was to read it has gone")
        case Exception():
            return _unforeseen(error)[2]
        case _:
            return type(error).__name__


def _unforeseen(error: Exception) -> tuple[int, str, str, str]:
    """Return status, code and sentences for what is no deliberate failure."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        wrong = _("the answer cannot be written: {what}").format(what=error.strerror)
        return UNWRITTEN, "unwritten", wrong, ""
    if logs.wanted():
        import traceback

        told = "".join(traceback.format_exception(error))
        terminal.echo(secrets.hidden(told), err=True, nl=False)
    wrong = _("a mistake in the program: {what}").format(what=what)
    return BUG, "bug", wrong, _("Please report it with what vekha --verbose prints.")


def _end(
    status: int, code: str, wrong: str, remedy: str, facts: Mapping[str, Fact] = NO_FACTS
) -> NoReturn:
    """Say it on stderr, and end."""
    wrong, remedy = secrets.hidden(wrong), secrets.hidden(remedy)
    try:
        terminal.flush()
    except (OSError, ValueError):
        terminal.give_up(sys.stdout)
    try:
        _say(code, wrong, remedy, facts)
    except (OSError, ValueError):  # no one can be told; the status says it
        terminal.give_up(sys.stderr)
    raise SystemExit(status) from None


def _say(code: str, wrong: str, remedy: str, facts: Mapping[str, Fact]) -> None:
    if language.wants_json():
        values = {name: plain(fact) for name, fact in facts.items()}
        answer = {"error": code, "message": wrong, "remedy": remedy, "facts": values}
        terminal.echo_json(json.dumps(answer, ensure_ascii=False), err=True)
        return
    terminal.echo(f"vekha: {_sentence(wrong)}", err=True)
    if remedy:
        terminal.echo(f"  {_sentence(remedy)}", err=True)


def _sentence(text: str) -> str:
    text = terminal.one_line(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
