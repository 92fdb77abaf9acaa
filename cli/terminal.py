"""The terminal: nothing that people wrote steers it, and a width that is none is not believed.

What is printed passes through here or through the console in ``screens/base.py``, which filters by
the same ``visible``. A control character (ESC begins a command to the terminal) is shown by its
picture; one that turns or hides text (marks of direction, joiners) by the sign for what cannot be
shown. JSON has escapes of its own for both.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from contextlib import suppress
from typing import TextIO

import click

_UNSHOWN = "\N{REPLACEMENT CHARACTER}"
_WIDTH = re.compile(r"[1-9]\d{0,3}", re.ASCII)


class _Signs(dict[int, str]):
    """Maps each code point to the one sign that is shown for it; learns them as they come."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        steers = unicodedata.category(sign) in ("Cc", "Cf", "Cs")
        found = self[code] = _UNSHOWN if steers else sign
        return found


_SIGNS = _Signs({code: chr(0x2400 + code) for code in range(32)} | {127: "\N{SYMBOL FOR DELETE}"})
_SIGNS.update({ord("\n"): "\n", ord("\t"): " ", ord("\u00ad"): ""})
_BEYOND_JSON = re.compile(r"[^\x00-\x7e]")
"""Where signs can be that a terminal may not see; those below 32 are escaped in any JSON."""


def settle() -> None:
    """Forget a width or height of the terminal that is none: 0, a word, more than four digits."""
    for name in ("COLUMNS", "LINES"):
        if name in os.environ and not _WIDTH.fullmatch(os.environ[name]):
            del os.environ[name]


def visible(text: str) -> str:
    """Return *text*, sign for sign, so that it cannot steer a terminal; line ends stay."""
    return text if text.isprintable() else text.translate(_SIGNS)


def one_line(text: str) -> str:
    """Return *text* as :func:`visible` shows it, on one line."""
    return " ".join(visible(text).split())


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print *text* on stdout or stderr."""
    click.echo(visible(text), err=err, nl=nl)


def echo_json(text: str, *, err: bool = False) -> None:
    """Print *text*, which is JSON: the same values, with signs that steer a terminal escaped."""
    click.echo(_BEYOND_JSON.sub(_escaped, text), err=err)


def echo_file(text: str) -> None:
    """Print the contents of a file: sign by sign into a pipe, visibly on a terminal."""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    click.echo(visible(text) if on_terminal else text, nl=False)


def flush() -> None:
    """Pass on what was printed on stdout; raises OSError where that cannot be."""
    if sys.stdout is not None:  # a process may be started without one
        sys.stdout.flush()


def give_up(stream: TextIO | None) -> None:
    """Let what is still to be written go nowhere, or Python complains about it when it ends."""
    if stream is not None:
        with suppress(OSError, ValueError):
            descriptor = stream.fileno()
            os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    if _SIGNS[ord(sign)] == sign:
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(rf"\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
