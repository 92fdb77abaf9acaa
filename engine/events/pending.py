"""Notes of requests that were sent: one small file each, in the user's state folder.

A note holds the command id, a random key, the digest of the request under that key, the name of
the command and the streams that it was to change: no argument of the request. The run that wrote
it holds it by an advisory lock, so that another run knows whether that one is still at work. What
a note means is decided in ``engine/workflows/requests.py``.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from engine.errors import N_, StoreUnavailable
from engine.events import holding
from engine.events.holding import Held

Outcome = Literal["recorded", "not_recorded"]


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A request under its command id; ``digest`` is HMAC-SHA256 of its text under ``key``."""

    command_id: str
    key: str
    digest: str

    def is_of(self, request: str) -> bool:
        """Return whether this is that very request, again."""
        return hmac.compare_digest(self.digest, keyed_digest(self.key, request))


class Note(Sent, frozen=True, kw_only=True):
    """What is kept of a request that is sent.

    ``step`` names the command, ``begun`` is the instant that the batch bears, ``streams`` gives the
    version of each stream before and after the batch, ``pid`` is the process that sent it.
    """

    step: str
    begun: str
    streams: Mapping[str, tuple[int, int]]
    pid: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """That people were told, at the instant ``at``, what became of a request."""

    outcome: Outcome
    at: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A note where it lies, and what was last told of it."""

    path: Path
    note: Note
    told: Told | None = None


class Pending(Protocol):
    """Keeps notes; a *place* is a ledger's id, or another name for where notes lie together."""

    def notes(self, place: str) -> list[Kept]:
        """Return the notes at *place*, of whichever run; what cannot be read is passed over."""

    def hold(self, kept: Kept) -> bool:
        """Take a note of a run that has ended for this run; return whether it is this run's."""

    def keep(self, place: str, note: Note) -> Kept:
        """Put *note* on the disk, synced, and hold it; raises StoreUnavailable."""

    def tell(self, kept: Kept, told: Told) -> None:
        """Add to a note that is held that people were told; a failure to do so is passed over."""

    def forget(self, *kept: Kept) -> None:
        """Remove notes that are held; a failure to do so is passed over."""

    def release(self) -> None:
        """Let go of all notes; they are then those of a run that has ended."""


class NothingPending:
    """Keeps nothing: for rehearsals and tests, where every request is a new one."""

    def notes(self, place: str) -> list[Kept]:
        return []

    def hold(self, kept: Kept) -> bool:
        return False

    def keep(self, place: str, note: Note) -> Kept:
        return Kept(path=Path(note.command_id), note=note)

    def tell(self, kept: Kept, told: Told) -> None:
        pass

    def forget(self, *kept: Kept) -> None:
        pass

    def release(self) -> None:
        pass


class PendingFolder:
    """Keeps notes as files below *folder*, one folder a place.

    The first line of a file is the note, and each line after it what was told; nothing written is
    ever written over, so that a power cut costs no note.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[Path, Held] = {}

    def notes(self, place: str) -> list[Kept]:
        paths = sorted((self._folder / place).glob("*.json"))
        return [kept for path in paths if (kept := _read(path)) is not None]

    def hold(self, kept: Kept) -> bool:
        if kept.path not in self._held:
            held = holding.hold(kept.path, kept.note.pid)
            if held is None:
                return False
            self._held[kept.path] = held
        return True

    def keep(self, place: str, note: Note) -> Kept:
        folder = self._folder / place
        path = folder / f"{note.command_id}.{secrets.token_hex(4)}.json"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            held = self._held[path] = holding.make(path)
            held.write(msgspec.json.encode(note) + b"\n")
            _sync_folder(folder)
        except OSError as error:
            self._remove(path)
            raise StoreUnavailable(
                N_("a note of the request cannot be kept in {folder}: {why}"),
                remedy=N_("Nothing was recorded. Make that folder writable."),
                folder=str(folder),
                why=error.strerror or "",
            ) from error
        except BaseException:  # cut off: nothing was sent, and half a note helps no one
            self._remove(path)
            raise
        return Kept(path=path, note=note)

    def tell(self, kept: Kept, told: Told) -> None:
        if kept.path in self._held:
            try:
                self._held[kept.path].write(msgspec.json.encode(told) + b"\n")
            except OSError:
                return  # it is told again, which is no harm

    def forget(self, *kept: Kept) -> None:
        for one in kept:
            if one.path in self._held:
                self._remove(one.path)

    def release(self) -> None:
        while self._held:
            self._held.popitem()[1].release()

    def _remove(self, path: Path) -> None:
        held = self._held.pop(path, None)
        if held is not None:
            held.release()  # Windows removes no file that is open
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return  # the next start tells of it


def new(request: str) -> Sent:
    """Return *request* under a new command id and key."""
    key = secrets.token_hex(32)
    return Sent(command_id=secrets.token_hex(16), key=key, digest=keyed_digest(key, request))


def keyed_digest(key: str, request: str) -> str:
    """Return by what a repeated request is known again; without the *key* it tells nothing."""
    return hmac.new(bytes.fromhex(key), request.encode(), hashlib.sha256).hexdigest()


def _read(path: Path) -> Kept | None:
    try:
        first, *others = path.read_bytes().splitlines()
        note = msgspec.json.decode(first, type=Note)
        bytes.fromhex(note.key)
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return None
    told = list(_told(others))
    return Kept(path=path, note=note, told=told[-1] if told else None)


def _told(lines: list[bytes]) -> Iterator[Told]:
    """Yield what the *lines* of a note say was told; half a line says nothing."""
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=Told)
        except msgspec.MsgspecError:
            continue


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on the disk too, where a folder can be opened (not on Windows)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
