"""A note is on the disk before anything is sent; its run holds it, and a later one can read it."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from engine.errors import StoreUnavailable
from engine.events import holding, pending
from engine.events.pending import Kept, Note, NothingPending, PendingFolder, Told

LEDGER = "0123456789abcdef"
REQUEST = '["report","person/p1",null,{"result":"Тайна"}]'
STREAMS = {"occurrence/rm/m001/2022": (1, 3)}
TOLD = Told(outcome="recorded", at="2022-01-20T09:00:00.000000Z")


def a_note(request: str = REQUEST, pid: int = 0) -> Note:
    """Return the note of a request."""
    sent = msgspec.structs.asdict(pending.new(request))
    return Note(
        **sent,
        step="report",
        begun="2022-01-20T09:00:00.000000Z",
        streams=STREAMS,
        pid=pid or os.getpid(),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "state" / "vekha"


@pytest.fixture
def run(folder: Path) -> Iterator[PendingFolder]:
    """Give the notes of a run."""
    kept = PendingFolder(folder)
    yield kept
    kept.release()


@pytest.fixture
def later(folder: Path) -> Iterator[PendingFolder]:
    """Give the notes as another run sees them."""
    kept = PendingFolder(folder)
    yield kept
    kept.release()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_note_is_read_as_it_was_kept(run: PendingFolder, later: PendingFolder) -> None:
    notes = [a_note(), a_note()]
    kept = [run.keep(LEDGER, note) for note in notes]
    assert later.notes(LEDGER) == sorted(kept, key=lambda one: one.path)
    assert later.notes("another") == []


def test_nothing_of_the_request_can_be_read_from_it(folder: Path, run: PendingFolder) -> None:
    note = a_note()
    run.keep(LEDGER, note)
    (path,) = files(folder)
    stored = json.loads(path.read_text())
    assert set(stored) == {"command_id", "key", "digest", "step", "begun", "streams", "pid"}
    assert "Тайна" not in path.read_text()
    assert len(note.key) == len(note.digest) == 64
    assert a_note().digest != note.digest


def test_a_request_is_known_again_by_all_of_it() -> None:
    note = a_note()
    assert note.is_of(REQUEST)
    assert not note.is_of(f"{REQUEST} ")
    assert not note.is_of("")


def test_a_run_that_goes_on_holds_its_note(run: PendingFolder, later: PendingFolder) -> None:
    kept = run.keep(LEDGER, a_note())
    assert run.hold(kept)
    assert not later.hold(kept)
    run.release()
    assert later.hold(kept)
    assert not run.hold(kept)


HOLDING = """
import sys
from pathlib import Path
from engine.events.pending import PendingFolder
from tests.events.test_pending import LEDGER, a_note
kept = PendingFolder(Path(sys.argv[1])).keep(LEDGER, a_note())
print("kept", flush=True)
sys.stdin.read()
"""


def test_a_run_that_was_killed_holds_nothing(folder: Path, later: PendingFolder) -> None:
    line = [sys.executable, "-c", HOLDING, str(folder)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"kept\n"
        [kept] = later.notes(LEDGER)
        assert not later.hold(kept)
        process.kill()
        process.wait()
    assert later.hold(kept)


def test_where_a_disk_knows_no_locks_the_process_tells(
    run: PendingFolder, later: PendingFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(holding, "lock", none)
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    gone = run.keep(LEDGER, a_note(pid=process.pid))
    here = run.keep(LEDGER, a_note(pid=os.getpid()))
    run.release()
    assert later.hold(gone)
    assert not later.hold(here)


def test_only_what_is_held_can_be_forgotten(
    folder: Path, run: PendingFolder, later: PendingFolder
) -> None:
    kept, other = run.keep(LEDGER, a_note()), run.keep(LEDGER, a_note())
    later.forget(kept, other)
    assert len(files(folder)) == 2
    run.forget(kept)
    assert files(folder) == [other.path]
    assert not later.hold(kept), "it is gone"


def test_what_was_told_is_added_and_nothing_written_over(
    folder: Path, run: PendingFolder, later: PendingFolder
) -> None:
    kept = run.keep(LEDGER, a_note())
    before = kept.path.read_bytes()
    later.tell(kept, TOLD)
    assert kept.path.read_bytes() == before, "another run's"
    for outcome in ("not_recorded", "recorded"):
        run.tell(kept, Told(outcome=outcome, at=TOLD.at))
    assert kept.path.read_bytes().startswith(before)
    [found] = later.notes(LEDGER)
    assert (found.note, found.told) == (kept.note, TOLD)
    with kept.path.open("ab") as file:
        file.write(b'{"outcome":"not_rec')
    assert later.notes(LEDGER)[0].told == TOLD, "half a line"
    assert len(files(folder)) == 1


def test_it_is_synced_before_anything_is_sent(
    run: PendingFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        mode = os.fstat(descriptor).st_mode
        synced.append("folder" if stat.S_ISDIR(mode) else "file")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    run.keep(LEDGER, a_note())
    assert synced == (["file"] if sys.platform == "win32" else ["file", "folder"])


@pytest.mark.parametrize(
    "junk", [b"", b"\n", b"{", b"[]", b'{"command_id":"x"}', b"\xff\xfe", b"null"]
)
def test_a_half_written_note_is_passed_over(
    folder: Path, run: PendingFolder, later: PendingFolder, junk: bytes
) -> None:
    kept = run.keep(LEDGER, a_note())
    (folder / LEDGER / "000.json").write_bytes(junk)
    (folder / LEDGER / "folder.json").mkdir()
    assert later.notes(LEDGER) == [kept]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are Unix's")
def test_nobody_else_looks_into_it(folder: Path, run: PendingFolder) -> None:
    kept = run.keep(LEDGER, a_note())
    assert stat.S_IMODE((folder / LEDGER).stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_where_no_note_can_be_kept_it_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="Nothing was recorded") as raised:
        PendingFolder(blocked / "state").keep(LEDGER, a_note())
    assert raised.value.exit_status == 8


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_note_that_is_not_whole_goes(
    folder: Path, run: PendingFolder, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(StoreUnavailable, match="No space left"):
            run.keep(LEDGER, a_note())
    assert files(folder) == []


def test_a_note_that_cannot_be_removed_or_added_to_stops_nothing(
    run: PendingFolder, later: PendingFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = run.keep(LEDGER, a_note())

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        patch.setattr(Path, "unlink", broken)
        run.tell(kept, TOLD)
        run.forget(kept)
    assert later.notes(LEDGER)
    assert later.hold(kept)


def test_without_a_folder_nothing_is_kept() -> None:
    nothing = NothingPending()
    kept = nothing.keep(LEDGER, a_note())
    assert isinstance(kept, Kept)
    assert nothing.notes(LEDGER) == []
    assert not nothing.hold(kept)
    nothing.tell(kept, TOLD)
    nothing.forget(kept)
    nothing.release()
