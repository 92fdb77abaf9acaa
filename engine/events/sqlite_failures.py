"""What can go wrong with a ledger in a file: SQLite's codes, and the system's for its path."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from engine.errors import (
    N_,
    LogDamaged,
    OutcomeUnknown,
    StoreBusy,
    StoreForbidden,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
    VekhaError,
)
from engine.events.failing import UNKNOWN, Failure, Table, first_line

_BUSY = Failure(
    StoreBusy,
    N_("someone else is using {ledger} and has not finished"),
    N_("Nothing was recorded. Try again in a moment."),
)
_FULL = Failure(
    StoreFull,
    N_("there is no room left on the disk of {ledger}"),
    N_("Nothing was recorded. Make room on that disk, then run the same command again."),
)
_READ_ONLY = Failure(
    StoreReadOnly,
    N_("{ledger} cannot be written: the file or its disk is read-only"),
    N_("Nothing was recorded. Ask for the right to write to the file, or for another disk."),
)
_FORBIDDEN = Failure(
    StoreForbidden,
    N_("this account may not open {ledger}"),
    N_("Ask its owner for the right to enter its folder, and to read and write both."),
)
_DISK = Failure(
    StoreUnavailable,
    N_("the disk failed while {ledger} was read or written: {why}"),
    N_("Nothing was recorded. Have the disk or the network folder checked, then try again."),
)
_NAME = Failure(
    StoreUnavailable,
    N_("the system cannot follow the name {ledger}: {why}"),
    N_("Check the name that --db or VEKHA_DB gives."),
)

FAILURES: Final[Table] = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "EROFS": _READ_ONLY,
    "SQLITE_READONLY_DIRECTORY": Failure(
        StoreForbidden,
        N_("the folder of {ledger} cannot be written, and SQLite needs a file of its own there"),
        N_("Nothing was recorded. Ask for the right to write to that folder."),
    ),
    "SQLITE_READONLY_ROLLBACK": Failure(
        StoreReadOnly,
        N_("a change to {ledger} was cut off, and undoing it needs the right to write"),
        N_("Let someone who may write to the file and its folder run: vekha show"),
    ),
    "SQLITE_READONLY_DBMOVED": Failure(
        StoreUnavailable,
        N_("the file {ledger} was moved or replaced while it was open"),
        N_("Nothing was recorded. Run the same command again."),
    ),
    "SQLITE_PERM": _FORBIDDEN,
    "SQLITE_AUTH": _FORBIDDEN,
    "EACCES": _FORBIDDEN,
    "EPERM": _FORBIDDEN,
    "SQLITE_CANTOPEN": Failure(
        StoreUnavailable,
        N_("the file {ledger} cannot be opened: {why}"),
        N_("Nothing was recorded. Check the name, and the rights of the file and its folder."),
    ),
    "EISDIR": Failure(
        StoreUnavailable,
        N_("{ledger} is a folder, and a ledger is a file"),
        N_("Name the file in it: --db {ledger}/FILE"),
    ),
    "ENXIO": Failure(
        StoreUnavailable,
        N_("{ledger} is a device, and a ledger is a file"),
        N_("Name an ordinary file with --db."),
    ),
    "ENOTDIR": Failure(
        StoreUnavailable,
        N_("{ledger} cannot be opened: a part of its path is a file, not a folder"),
        N_("Check the name that --db or VEKHA_DB gives."),
    ),
    "ENAMETOOLONG": _NAME,
    "ELOOP": _NAME,
    "SQLITE_IOERR": _DISK,
    "EIO": _DISK,
    "SQLITE_NOMEM": Failure(
        StoreUnavailable,
        N_("there is not enough memory to work with {ledger}"),
        N_("Nothing was recorded. Close other programs, then run the same command again."),
    ),
    "SQLITE_CORRUPT": Failure(
        LogDamaged,
        N_("{ledger} is damaged: {why}"),
        N_("Stop recording, keep the file as it is, and put a good copy in its place."),
    ),
    "SQLITE_NOTADB": Failure(
        LogDamaged,
        N_("{ledger} is not a ledger, or is damaged: {why}"),
        N_("Check the name; if it is right, keep the file and put a good copy in its place."),
    ),
}
"""The names of SQLite's codes (a longer one before the family that it belongs to) and of errno."""

NO_FOLDER = Failure(
    StoreUnavailable,
    N_("the folder of {ledger} cannot be made: {why}"),
    N_("Name a place that you may write to with --db."),
)
"""For whatever else keeps the system from making the folder of a new ledger."""

_UNDONE: Final = {
    "SQLITE_BUSY",
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_INTERRUPT",
    "SQLITE_CONSTRAINT",
}
"""Families of codes after which a COMMIT has surely not happened."""


def names(error: SQLAlchemyError) -> tuple[str, ...]:
    """Return the names of SQLite's code in *error*: its own, then its family's; or nothing."""
    found = getattr(getattr(error, "orig", None), "sqlite_errorname", None)
    return (found, "_".join(found.split("_")[:2])) if found else ()


def told(error: SQLAlchemyError, path: Path, shown: str) -> VekhaError:
    """Return our error for one that SQLite raised on the ledger at *path*."""
    found = names(error)
    if "SQLITE_CANTOPEN" in found:
        found = (hindrance(path) or "", *found)
    failure = next((FAILURES[name] for name in found if name in FAILURES), UNKNOWN)
    return failure.told(ledger=shown, why=first_line(error))


def told_of_commit(error: SQLAlchemyError, path: Path, shown: str) -> VekhaError:
    """Return our error for a COMMIT that failed: whether it happened is known for some codes."""
    if _UNDONE.intersection(names(error)):
        return told(error, path, shown)
    return OutcomeUnknown(
        N_("it is not known whether {ledger} was written: {why}"),
        remedy=N_("Run the same command again: it records nothing twice."),
        ledger=shown,
        why=first_line(error),
    )


def told_of_system(error: OSError, shown: str, otherwise: Failure = UNKNOWN) -> VekhaError:
    """Return our error for one of the system's."""
    failure = FAILURES.get(errno.errorcode.get(error.errno or 0, ""), otherwise)
    return failure.told(ledger=shown, why=error.strerror or type(error).__name__)


def check(path: Path, shown: str) -> None:
    """Raise our error where the system keeps *path* from being a ledger's file, or being read.

    The file is looked at and never opened: closing it again would take SQLite's locks away.
    """
    if code := _hindrance_to_read(path):
        raise FAILURES.get(code, UNKNOWN).told(ledger=shown, why=_words(code))


def hindrance(path: Path) -> str:
    """Return the name of what keeps *path* from being read or made, as errno has it, or ""."""
    found = _hindrance_to_read(path)
    if found or path.exists() or os.access(path.parent, os.W_OK | os.X_OK):
        return found
    return "EROFS" if _on_read_only_disk(path.parent) else "EACCES"


def _hindrance_to_read(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "")
    if stat.S_ISDIR(mode):
        return "EISDIR"
    if not stat.S_ISREG(mode):
        return "ENXIO"
    return "" if os.access(path, os.R_OK) else "EACCES"


def _on_read_only_disk(folder: Path) -> bool:
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except (AttributeError, OSError):  # Windows has no such question
        return False


def _words(code: str) -> str:
    return os.strerror(getattr(errno, code, 0))
