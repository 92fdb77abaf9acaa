"""Files that a run holds for its length, so that others know whether it is still at work.

An advisory lock on the file itself: the system takes it away when the process ends, however it
ends, and there is no second file to be left behind. Where a disk knows no locks (some network
folders), the process id that the file names says whether its run still goes on.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_TAKEN: Final = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a lock that another process has is answered with; anything else: there are no locks."""

_FLAGS: Final = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Held:
    """A file that this run holds. It is never written over, only added to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, line: bytes) -> None:
        """Add *line* and put it on the disk; raises OSError."""
        while line:
            line = line[os.write(self._descriptor, line) :]
        os.fsync(self._descriptor)

    def release(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            os.close(self._descriptor)


def make(path: Path) -> Held:
    """Make a new file and hold it; raises OSError where it is there or cannot be made."""
    descriptor = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    with suppress(OSError):
        lock(descriptor)  # no one else can have it: the file is empty, and read by no one
    return Held(descriptor)


def hold(path: Path, pid: int) -> Held | None:
    """Hold a file that the process *pid* made; None while another run holds it, or it is gone."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN or _lives(pid):
            os.close(descriptor)
            return None
    if not _is_at(descriptor, path):
        os.close(descriptor)
        return None
    return Held(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    """Return whether the file is still there: its run may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def lock(descriptor: int) -> None:
        """Lock a byte far behind the end: Windows lets no one else read one that is locked."""
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _lives(_pid: int) -> bool:
        """Say no: Windows always has locks, and asking for a process by os.kill would end it."""
        return False

else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock a file for as long as it is open; raises OSError where that cannot be."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lives(pid: int) -> bool:
        """Return whether there is a process *pid* on this machine."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            return True
        return pid > 0
