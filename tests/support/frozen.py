"""Two ledgers for ``fixtures/frozen``: what every later version must open, upgrade and verify.

``python -m tests.support.frozen`` writes them, each as a SQLite file and as JSON Lines. The
rehearsal is the shipped demo; the office has a service that vouches, persons of three realms and
every type of event from every state. Clock, ids and salts are injected: the lines are the same in
every run. Once they are frozen, this is run no more: a later version opens what this one wrote.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import msgspec

from cli import scenario
from cli.main import cli
from cli.playing import Player, Teller
from engine.events import lines
from engine.events.lines import WholeLog
from engine.events.log import CommandRow
from engine.events.recorded import StoredEvent, StoredWords
from engine.office import Office
from tests.support.frozen_office import FOUNDER, office

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "frozen"


@contextmanager
def no_chance(seed: int) -> Iterator[None]:
    """Let ids, keys and salts be the same in every run."""
    random = Random(seed)  # noqa: S311 - these ledgers keep no secret
    with mock.patch.multiple(
        secrets,
        choice=random.choice,
        token_hex=lambda size: random.randbytes(size).hex(),
        token_bytes=random.randbytes,
    ):
        yield


# -- the rehearsal --------------------------------------------------------------------------------


def rehearsal(path: Path) -> None:
    """Play the shipped demo in a new file."""
    player = Player(scenario.load(scenario.shipped("demo.yaml")), cli, str(path))
    office = Office.open(str(path), create=True, clock=player.clock, identify=lambda: FOUNDER)
    try:
        office.inaugurate(player.scenario.opening())
        player.play(office, Teller())
    finally:
        office.close()


# -- the files ------------------------------------------------------------------------------------


def whole(path: Path) -> WholeLog:
    """Return what a SQLite file holds of a log, read with the driver alone."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row

        def rows(table: str, key: str, kind: type[Any]) -> tuple[Any, ...]:
            query = f"SELECT * FROM {table} ORDER BY {key}"
            return tuple(kind(**dict(row)) for row in connection.execute(query))

        events = rows("events", "position", StoredEvent)
        return WholeLog(
            ledger_id=msgspec.json.decode(events[0].facts)["ledger_id"],
            events=events,
            words=rows("words", "position", StoredWords),
            commands=rows("commands", "last_position", CommandRow),
        )


def write(folder: Path) -> None:
    """Write both ledgers into *folder*, each in both forms."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, make) in enumerate((("rehearsal", rehearsal), ("office", office)), 1):
        path = folder / f"{name}.db"
        path.unlink(missing_ok=True)
        with no_chance(seed):
            make(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM")
        text = "".join(lines.write(whole(path)))
        path.with_suffix(".jsonl").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(FOLDER)
