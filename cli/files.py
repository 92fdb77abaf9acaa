"""Writing files: whole or not at all, and never over one that is there."""

from __future__ import annotations

import os
import tempfile
from gettext import gettext as _
from pathlib import Path

from cli import terminal
from engine.errors import N_, RefusedByRules


def write(text: str, output: str | None) -> None:
    """Write *text* to a new file, or to the terminal where none is named."""
    if output is None:
        terminal.echo_file(text)
        return
    path = Path(output)
    try:
        _write_whole(path, text)
    except OSError as error:
        raise RefusedByRules(
            N_("{file} cannot be written: {why}"),
            remedy=N_("Name a new file in a folder that you may write to."),
            file=output,
            why=error.strerror or type(error).__name__,
        ) from error
    terminal.echo(_("Written to {file}.").format(file=output))


def _write_whole(path: Path, text: str) -> None:
    """Write beside *path*, sync, and put it in its place; an existing file stays as it is."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".vekha-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
