"""A ledger in a file that fails, for an ordinary account: one line, exit 8, nothing recorded."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.conftest import INIT
from tests.support.accounts import ordinary
from tests.support.program import Done, Program

START = ("start", "1.3@2022-08", "--for", "МКУ ИМЦ")


@pytest.fixture
def theirs(opened: Program) -> Program:
    """Give the program on an office's ledger, as a process to which rights apply."""
    opened.started = ordinary()
    assert isinstance(opened.db, Path)
    folder = opened.db.parent / "office"
    folder.mkdir()
    opened.db = opened.db.rename(folder / "ledger.db")
    return opened


def told(done: Done, code: str, says: str, status: int = 8) -> None:
    """Expect one line of what is wrong, perhaps one of what to do, and the exit status."""
    assert (done.status, done.out) == (status, ""), done
    assert done.error["error"] == code
    assert says in f"{done.error['message']} {done.error['remedy']}", done


def closed(folder: Path) -> None:
    """Take all rights on the file away."""
    (folder / "ledger.db").chmod(0)


def locked(folder: Path) -> None:
    """Let nobody into the folder."""
    folder.chmod(0)


def frozen(folder: Path) -> None:
    """Let nobody write to the file."""
    (folder / "ledger.db").chmod(0o444)


def sealed(folder: Path) -> None:
    """Let nobody make a file in the folder."""
    folder.chmod(0o555)


def torn(folder: Path) -> None:
    """Leave a journal of a change that was cut off, in a folder that cannot be written."""
    ledger = folder / "ledger.db"
    with closing(sqlite3.connect(ledger, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE stray AS SELECT * FROM events")
        for name in ("ledger.db", "ledger.db-journal"):
            shutil.copy(folder / name, folder / f"kept-{name}")
        writer.execute("ROLLBACK")
    for name in ("ledger.db", "ledger.db-journal"):
        (folder / f"kept-{name}").rename(folder / name)
        (folder / name).chmod(0o444)
    sealed(folder)


FAULTS: dict[str, tuple[Callable[[Path], None], str, str, bool]] = {
    "unreadable file": (closed, "store_forbidden", "Ask its owner for the right", False),
    "unreadable folder": (locked, "store_forbidden", "this account may not open", False),
    "unwritable file": (frozen, "store_read_only", "the right to write to the file", True),
    "unwritable folder": (sealed, "store_forbidden", "write to that folder", True),
    "cut off, unwritable": (torn, "store_read_only", "run: vekha show", False),
}
"""What happened, the code, what is said, and whether one can still read."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_right_that_is_lacking_is_named(name: str, theirs: Program) -> None:
    happen, code, says, readable = FAULTS[name]
    assert isinstance(theirs.db, Path)
    happen(theirs.db.parent)
    told(theirs(*START, "--json"), code, says)
    if readable:
        theirs("show").fine()
    else:
        told(theirs("show", "--json"), code, says)
    plain = theirs(*START)
    assert plain.status == 8
    assert len(plain.err.splitlines()) <= 2
    assert theirs.pending == []
    theirs.db.parent.chmod(0o755)  # so that it can be taken away


@pytest.mark.parametrize("line", [INIT, ("demo",)])
def test_nothing_is_opened_where_nothing_may_be_made(
    line: tuple[str, ...], theirs: Program
) -> None:
    assert isinstance(theirs.db, Path)
    folder = theirs.db.parent
    theirs.db.unlink()
    sealed(folder)
    for where in (folder / "ledger.db", folder / "deeper" / "ledger.db"):
        theirs.db = where
        told(theirs(*line, "--json"), "store_forbidden", "Ask its owner for the right")
    assert list(folder.iterdir()) == []
    folder.chmod(0o755)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("", "is a folder, and a ledger is a file"),
        ("ledger.db/below", "a part of its path is a file, not a folder"),
        ("x" * 300, "cannot follow the name"),
    ],
)
def test_a_path_that_is_no_file(where: str, says: str, opened: Program, tmp_path: Path) -> None:
    opened.db = tmp_path / where
    for line in (("show",), INIT, ("demo",)):
        told(opened.inside(*line, "--json"), "store_unavailable", says)


# -- disks: full, and read-only -------------------------------------------------------------------


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """Lend a small disk of its own at *folder*; skip the test where none may be mounted."""
    folder.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(line, capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(program: Program, tmp_path: Path) -> None:
    with disk(tmp_path / "small", "64k") as small:
        program.db = small / "ledger.db"
        told(program.inside(*INIT, "--json"), "store_full", "Make room on that disk")
    with disk(tmp_path / "larger", "4m") as larger:
        program.db = larger / "ledger.db"
        program.inside(*INIT).fine()
        (larger / "ballast").write_bytes(b"x" * (1 << 20))
        before = program.position
        with suppress(OSError), (larger / "ballast").open("ab", buffering=0) as ballast:
            while True:
                ballast.write(b"x" * 4096)
        done = program.inside("people", "add", "Имя " * 20_000, "--json")
        told(done, "store_full", "Make room on that disk")
        assert program.position == before
        assert program.pending == []
        (larger / "ballast").unlink()
        program.inside("people", "add", "Имя").fine()


def test_a_disk_that_is_read_only(opened: Program, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "16m") as fixed:
        shutil.copy(str(opened.db), fixed / "ledger.db")
        subprocess.run(["mount", "-o", "remount,ro", str(fixed)], check=True)
        opened.db = fixed / "ledger.db"
        opened.inside("show").fine()
        told(opened.inside(*START, "--json"), "store_read_only", "is read-only")
        opened.db = fixed / "another.db"
        told(opened.inside(*INIT, "--json"), "store_read_only", "is read-only")
        opened.db = fixed / "deeper" / "another.db"
        told(opened.inside(*INIT, "--json"), "store_read_only", "is read-only")
