"""Requests that were sent and not yet answered: one small file each, in the user's state folder.

A file holds the command id, a random key and the digest of the request under that key, and no
argument of it. The same request again is recognised by its digest and takes up the same id.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from engine.errors import N_, OutcomeUnknown, StoreUnavailable


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A request under its command id; ``digest`` is HMAC-SHA256 of its text under ``key``."""

    command_id: str
    key: str
    digest: str


class Pending(Protocol):
    """Remembers requests between being sent and being answered."""

    def taken_up(self, ledger_id: str, request: str) -> AbstractContextManager[Sent]:
        """Lend the Sent of *request*; it is forgotten at the end, unless by OutcomeUnknown."""


class NothingPending:
    """Remembers nothing: for rehearsals and tests, where every request is a new one."""

    @contextmanager
    def taken_up(self, ledger_id: str, request: str) -> Iterator[Sent]:
        yield _new(request)


class PendingFolder:
    """Remembers requests as files below *folder*, one folder a ledger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def taken_up(self, ledger_id: str, request: str) -> Iterator[Sent]:
        folder = self._folder / ledger_id
        sent, path = self._find(folder, request) or self._write(folder, _new(request))
        try:
            yield sent
        except OutcomeUnknown:
            raise
        except BaseException as error:
            if isinstance(error, Exception):
                path.unlink(missing_ok=True)
            raise
        path.unlink(missing_ok=True)

    def _find(self, folder: Path, request: str) -> tuple[Sent, Path] | None:
        for path in sorted(folder.glob("*.json")):
            try:
                sent = msgspec.json.decode(path.read_bytes(), type=Sent)
            except (OSError, msgspec.MsgspecError):
                continue
            if hmac.compare_digest(sent.digest, keyed_digest(sent.key, request)):
                return sent, path
        return None

    def _write(self, folder: Path, sent: Sent) -> tuple[Sent, Path]:
        """Put *sent* on the disk, synced, before anything is sent."""
        path = folder / f"{sent.command_id}.json"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("xb") as file:
                file.write(msgspec.json.encode(sent))
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(folder)
        except OSError as error:
            raise StoreUnavailable(
                N_("a note of the request cannot be kept in {folder}: {why}"),
                remedy=N_("Nothing was recorded. Make that folder writable."),
                folder=str(folder),
                why=error.strerror or "",
            ) from error
        return sent, path


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on the disk too, where a folder can be opened (not on Windows)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _new(request: str) -> Sent:
    key = secrets.token_hex(32)
    return Sent(command_id=secrets.token_hex(16), key=key, digest=keyed_digest(key, request))


def keyed_digest(key: str, request: str) -> str:
    """Return by what a repeated request is known again; without the *key* it tells nothing."""
    return hmac.new(bytes.fromhex(key), request.encode(), hashlib.sha256).hexdigest()
