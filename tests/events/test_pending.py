"""A request is on the disk before it is sent, and stays there until an answer came."""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from engine.errors import Conflict, OutcomeUnknown, RefusedByRules, StoreUnavailable
from engine.events.pending import NothingPending, PendingFolder, Sent

LEDGER = "0123456789abcdef"
REQUEST = '["report","person/p1",null,{"result":"Тайна"}]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "state" / "vekha"


def left_open(folder: Path, request: str = REQUEST, ledger: str = LEDGER) -> Sent:
    """Send a request to which no answer comes."""
    sent: list[Sent] = []
    with suppress(OutcomeUnknown), PendingFolder(folder).taken_up(ledger, request) as found:
        sent.append(found)
        raise OutcomeUnknown("no answer")
    return sent[0]


def answered(folder: Path, request: str = REQUEST, ledger: str = LEDGER) -> Sent:
    """Send a request that is answered."""
    with PendingFolder(folder).taken_up(ledger, request) as sent:
        return sent


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_request_is_on_the_disk_while_it_is_under_way(folder: Path) -> None:
    with PendingFolder(folder).taken_up(LEDGER, REQUEST) as sent:
        (path,) = files(folder)
        stored = json.loads(path.read_text())
    assert stored == {"command_id": sent.command_id, "key": sent.key, "digest": sent.digest}
    assert path.parent == folder / LEDGER
    assert files(folder) == []


def test_nothing_of_the_request_can_be_read_from_it(folder: Path) -> None:
    sent = left_open(folder)
    (path,) = files(folder)
    assert "Тайна" not in path.read_text()
    assert "report" not in path.read_text()
    assert len(sent.key) == len(sent.digest) == 64
    assert len(sent.command_id) == 32
    other = left_open(folder.with_name("other"))
    assert sent.digest != other.digest


def test_the_same_request_takes_up_the_same_id(folder: Path) -> None:
    first = left_open(folder)
    assert left_open(folder) == first
    assert answered(folder) == first
    assert files(folder) == []
    assert answered(folder).command_id != first.command_id


def test_another_request_or_ledger_takes_up_nothing(folder: Path) -> None:
    first = left_open(folder)
    others = {
        answered(folder, request=f"{REQUEST} ").command_id,
        answered(folder, ledger="fedcba").command_id,
        answered(folder, request="").command_id,
    }
    assert len(others) == 3
    assert first.command_id not in others
    assert answered(folder) == first


def test_several_requests_wait_side_by_side(folder: Path) -> None:
    sent = [left_open(folder, request=f"request {number}") for number in range(5)]
    assert len(files(folder)) == 5
    for number in (3, 0, 4):
        assert answered(folder, request=f"request {number}") == sent[number]
    assert len(files(folder)) == 2


@pytest.mark.parametrize("error", [RefusedByRules, Conflict, StoreUnavailable, ValueError])
def test_an_answer_of_any_kind_is_forgotten(folder: Path, error: type[Exception]) -> None:
    with pytest.raises(error), PendingFolder(folder).taken_up(LEDGER, REQUEST):
        raise error("no")
    assert files(folder) == []


@pytest.mark.parametrize("error", [OutcomeUnknown, KeyboardInterrupt, SystemExit])
def test_what_may_have_been_recorded_is_kept(folder: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), PendingFolder(folder).taken_up(LEDGER, REQUEST) as sent:
        raise error("?")
    assert answered(folder) == sent


def test_it_is_synced_before_anything_is_sent(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        mode = os.fstat(descriptor).st_mode
        synced.append("folder" if stat.S_ISDIR(mode) else "file")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with PendingFolder(folder).taken_up(LEDGER, REQUEST):
        assert synced == (["file"] if sys.platform == "win32" else ["file", "folder"])


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"command_id":"x"}', b"\xff\xfe", b"null"])
def test_a_half_written_note_is_passed_over(folder: Path, junk: bytes) -> None:
    first = left_open(folder)
    (folder / LEDGER / "000.json").write_bytes(junk)
    (folder / LEDGER / "folder.json").mkdir()
    assert answered(folder) == first


@pytest.mark.skipif(sys.platform == "win32", reason="modes are Unix's")
def test_nobody_else_looks_into_it(folder: Path) -> None:
    left_open(folder)
    assert stat.S_IMODE((folder / LEDGER).stat().st_mode) == 0o700


def test_where_no_note_can_be_kept_nothing_is_sent(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    entered = False
    with (
        pytest.raises(StoreUnavailable, match="Nothing was recorded") as raised,
        PendingFolder(blocked / "state").taken_up(LEDGER, REQUEST),
    ):
        entered = True
    assert not entered
    assert raised.value.exit_status == 8


def test_without_a_folder_every_request_is_a_new_one() -> None:
    sent = set()
    for _ in range(3):
        with NothingPending().taken_up(LEDGER, REQUEST) as found:
            sent.add(found.command_id)
    assert len(sent) == 3
