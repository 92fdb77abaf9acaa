"""Scripts of rehearsals (``docs/REHEARSAL.md``), played in this process on any log.

    def test_report(place, tmp_path):
        with played(written(tmp_path, '{run: "import order.yaml"}', ORDER=...), place) as rehearsed:
            rehearsed.office.answers.status(...)

The program is the real one: its own commands, in an office that is lent to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from cli import scenario
from cli.main import cli
from cli.playing import Played, Player, Teller
from engine.office import Office
from tests.support.logs import Place
from tests.support.program import ORDER

HEAD = """\
ledger: {organisation: "Управление (репетиция)", time_zone: "Europe/Moscow"}
people: {fomina: "Фомина А. О.", orlova: "Орлова В. С.", lapina: "Лапина Н. Ю."}
moves:
"""
"""Who is there; the moves follow, one a line."""

BEGUN = (
    f"{{at: \"2021-07-14\", run: 'import {ORDER}'}}",
    '{run: \'people add "Орлова В. С." --role executor --member-of "МКУ ИМЦ"\'}',
    "{run: 'people add \"Лапина Н. Ю.\" --role supervisor'}",
)
"""The first moves: an order, an executor, a supervisor."""


class Rehearsed(NamedTuple):
    """A script that was played: the office that it left, and what each command line came to."""

    office: Office
    played: list[Played]


def written(folder: Path, *moves: str, begun: bool = True) -> Path:
    """Write a script of *moves*, each as YAML on one line, after those of ``BEGUN``."""
    lines = (*BEGUN, *moves) if begun else moves
    path = folder / "script.yaml"
    path.write_text(HEAD + "".join(f"  - {line}\n" for line in lines), "utf-8")
    return path


@contextmanager
def played(script: Path, place: Place, program: click.Group = cli) -> Iterator[Rehearsed]:
    """Play *script* in an empty place; raises what a move does not expect."""
    player = Player(scenario.load(script), program, "")
    office = Office(place.open(create=True), clock=player.clock, observe=player.observe)
    try:
        office.inaugurate(player.scenario.opening())
        yield Rehearsed(office, player.play(office, Teller()))
    finally:
        office.close()
