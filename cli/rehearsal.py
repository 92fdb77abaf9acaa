"""``vekha demo``: a script of moves, played in a rehearsal ledger and told as a story."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import desk

if TYPE_CHECKING:
    from cli.playing import Played, Player
    from cli.scenario import Scenario
    from engine.office import Office

SHIPPED = "demo.yaml"
"""The script that comes with the program: the whole life of a real roadmap."""


@click.command(
    short_help=_("Play the whole life of a real roadmap."),
    help=_(
        "Play the whole life of a real roadmap, or a script of your own, in a rehearsal: with "
        "--db in a new ledger that you keep, else in a temporary one."
    ),
)
@click.option("--script", metavar=_("FILE"), help=_("A script of moves in YAML [the shipped one]."))
@desk.keeping(
    db=click.option(
        "--db", metavar=_("LEDGER"), help=_("A new or empty ledger to play in and keep.")
    )
)
@desk.json_option
def demo(script: str | None) -> None:
    """Play the rehearsal."""
    from cli import scenario
    from engine.events.address import presentable

    chosen = scenario.load(scenario.shipped(SHIPPED) if script is None else Path(script))
    with _stage() as where:
        player = _understood(chosen, where)
        office = _open(where, player)
        try:
            if desk.wants_json():
                _summarise(office, player, presentable(where))
            else:
                _tell(office, player)
                _farewell(presentable(where), script, kept=desk.option() is not None)
        finally:
            office.close()


@contextmanager
def _stage() -> Iterator[str]:
    """Lend the address of the ledger to play in; a temporary one goes afterwards.

    ``VEKHA_DB`` is the office's ledger, and no place for a rehearsal.
    """
    chosen = desk.option()
    if chosen is not None:
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="vekha-demo-") as folder:
        yield str(Path(folder) / "rehearsal.db")


def _understood(chosen: Scenario, where: str) -> Player:
    """Return the script with every command line of it parsed by the program that is running."""
    from cli.playing import Player

    program = click.get_current_context().find_root().command
    if not isinstance(program, click.Group):
        raise TypeError(program)
    return Player(chosen, program, _fixed(where))


def _open(where: str, player: Player) -> Office:
    """Open a rehearsal at *where*; what holds events already is refused."""
    from engine.errors import N_, RefusedByRules
    from engine.events.address import presentable
    from engine.office import Office

    office = Office.open(_fixed(where), create=True, clock=player.clock, observe=player.observe)
    if office.session.log.genesis() is not None:
        office.close()
        raise RefusedByRules(
            N_("{ledger} holds a ledger already; a rehearsal needs a new one"),
            remedy=N_("Name another file with --db, or leave it out."),
            ledger=presentable(where),
        )
    office.inaugurate(player.scenario.opening())
    return office


def _fixed(where: str) -> str:
    """Return an address that leads to the same ledger from any folder."""
    from engine.errors import NotFound
    from engine.events import address

    try:
        parsed = address.parse(where)
    except NotFound:
        return where  # opening it says what is wrong
    return str(parsed.path.absolute()) if isinstance(parsed, address.SqliteAddress) else where


def _tell(office: Office, player: Player) -> None:
    """Play and tell."""
    from cli.screens import base
    from cli.story import Story

    base.banner(office.session.rehearsal)
    player.play(office, Story(player.scenario, player.clock))


def _summarise(office: Office, player: Player, where: str) -> None:
    """Play silently, and answer with what each move came to, and the script's review."""
    from cli.playing import Teller
    from engine.calendar import periods

    played = player.play(office, Teller())
    year = player.scenario.script.review
    view = office.session.view()
    review = office.answers.review(periods.asked(year), view).review if year else None
    answer = {
        "ledger": where,
        "position": office.session.log.head().position,
        "review": review,
        "moves": [_plain(one) for one in played],
    }
    desk.print_json(answer)


def _plain(played: Played) -> dict[str, object]:
    """Return what a command line of a move came to, as programs read it."""
    failure = played.failure
    return {
        "move": played.turn.number,
        "who": played.turn.who,
        "run": shlex.join(played.words),
        "status": failure.status if failure else 0,
        "code": failure.code if failure else None,
        "first": played.first,
        "last": played.last,
        "printed": played.printed if played.turn.move.told else None,
    }


def _farewell(where: str, script: str | None, *, kept: bool) -> None:
    from cli.screens import base

    out = base.console()
    out.print()
    if kept:
        out.print(_("The rehearsal is kept. Look around in it:"))
        for command in ("show", "audit log"):
            out.print(f"  vekha --db {shlex.quote(where)} {command}", markup=False)
    else:
        out.print(_("Nothing was kept. To keep a rehearsal and look around in it:"))
        played = "demo" if script is None else f"demo --script {shlex.quote(script)}"
        out.print(f"  vekha --db rehearsal.db {played}", markup=False)
    out.print(_("To begin in earnest: vekha init --help"))
