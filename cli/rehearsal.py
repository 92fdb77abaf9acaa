"""``vekha demo``: the main job from approval to review, played on a real roadmap in a rehearsal."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import desk

if TYPE_CHECKING:
    from cli.scenario import Move, Scenario, SimulatedClock
    from engine.office import Office
    from engine.workflows.occurrence.state import Occurrence


@click.command(
    short_help=_("Play the whole life of a real roadmap."),
    help=_(
        "Play the whole life of a real roadmap in a rehearsal: with --db in a new ledger that "
        "you keep, else in a temporary one."
    ),
)
@desk.keeping(
    db=click.option(
        "--db", metavar=_("LEDGER"), help=_("A new or empty ledger to play in and keep.")
    )
)
@desk.json_option
def demo() -> None:
    """Play the rehearsal."""
    from cli import scenario
    from engine.events.address import presentable

    script = scenario.load()
    clock = scenario.SimulatedClock(script.opened, script.time_zone)
    with _stage() as where:
        office = _open(where, script, clock)
        try:
            if desk.wants_json():
                _play_silently(office, script, clock)
                _summary(office, script, presentable(where))
            else:
                _play(office, script, clock)
                _farewell(presentable(where), kept=desk.option() is not None)
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


def _open(where: str, script: Scenario, clock: SimulatedClock) -> Office:
    """Open a rehearsal at *where*; what holds events already is refused."""
    from engine.errors import N_, RefusedByRules
    from engine.events.address import presentable
    from engine.office import Office
    from engine.workflows.genesis import Opening

    office = Office.open(where, create=True, clock=clock)
    if office.session.log.genesis() is not None:
        office.close()
        raise RefusedByRules(
            N_("{ledger} holds a ledger already; a rehearsal needs a new one"),
            remedy=N_("Name another file with --db, or leave it out."),
            ledger=presentable(where),
        )
    office.inaugurate(
        Opening(
            organisation=script.organisation,
            time_zone=script.time_zone,
            name=script.people[0].name,
            language="ru",
            purpose="rehearsal",
        )
    )
    return office


def _approve(office: Office, script: Scenario) -> dict[str, str]:
    """Take the order in and register the players; returns key -> person."""
    from cli.scenario import shipped
    from engine import documents
    from engine.office import Wish
    from engine.workflows.personnel import AddPerson

    office.orders.approve(documents.read(shipped(script.order)), Wish())
    players = {script.people[0].key: office.session.speaker().person}
    for player in script.people[1:]:
        wanted = AddPerson(name=player.name, roles=player.roles, member_of=player.member_of)
        players[player.key] = office.people.add(wanted)
    return players


def _play(office: Office, script: Scenario, clock: SimulatedClock) -> None:
    """Play and tell."""
    from cli.screens import audit, base, review, show, status
    from engine.calendar import periods

    say = base.console().print
    base.banner(office.session.rehearsal)
    say(
        _(
            "An education office approved a roadmap. vekha turns its table into dated\n"
            "occurrences, and keeps who did what when. Everything below is a simulation on\n"
            "the real Bolshemurashkino roadmap 2021–2023; persons and results are invented."
        )
    )
    _chapter(_("1. The order becomes a plan"), f"vekha import {script.order}")
    players = _approve(office, script)
    show.roadmaps(office.answers.roadmaps())
    _chapter(_("2. Executors start and report, the supervisor returns and evaluates"))
    _play_moves(office, script, clock, players)
    year, hero = script.year, script.hero
    whole = periods.period(year)
    _chapter(_("3. How it goes, by executor and quarter"), f"vekha status {year} --each quarter")
    parts = periods.split(whole.start, whole.end, "quarter")
    status.table(office.answers.status([*parts, whole], office.session.view()))
    _chapter(_("4. Who did what when: the history of one measure"), f"vekha audit log {hero}")
    audit.trail(office.audit.trail(hero))
    _chapter(_("5. The year: planned against actual"), f"vekha review {year}")
    review.review(office.answers.review(whole, office.session.view()))


def _play_moves(
    office: Office, script: Scenario, clock: SimulatedClock, players: dict[str, str]
) -> None:
    """Take all steps; the told ones are shown, the others counted."""
    from cli.screens import base
    from engine import wording

    say = base.console().print
    names = {player.key: player.name for player in script.people}
    silent = 0
    for move in script.moves():
        clock.set(move.at)
        office.session.simulate(players[move.who])
        taken = _take(office, move)
        if not move.told:
            silent += len(taken)
            continue
        say(f"{wording.day(move.at)}  {names[move.who]}:", style="bold")
        say(f"  $ vekha {_command(move)}", markup=False, style="cyan")
        say(f"  → {wording.state(taken[0].status)}")
    clock.set(script.closed)
    say(
        ngettext(
            "… and {count} more step like these.", "… and {count} more steps like these.", silent
        ).format(count=silent)
    )


def _play_silently(office: Office, script: Scenario, clock: SimulatedClock) -> None:
    players = _approve(office, script)
    for move in script.moves():
        clock.set(move.at)
        office.session.simulate(players[move.who])
        _take(office, move)
    clock.set(script.closed)


def _take(office: Office, move: Move) -> list[Occurrence]:
    """Take the step of a move on each of its occurrences."""
    command, principal = move.command(), move.principal
    return [
        office.occurrences.take(reference, command, on_behalf_of=principal).occurrence
        for reference in move.refs
    ]


def _summary(office: Office, script: Scenario, where: str) -> None:
    from engine.calendar import periods

    found = office.answers.review(periods.period(script.year), office.session.view()).review
    desk.print_json({"ledger": where, "position": found.position, "review": found})


def _command(move: Move) -> str:
    """Return the command line of a step as a person would type it."""
    options = [move.refs[0]]
    if move.verdict:
        options.append(move.verdict)
    given = {
        "on": move.on.isoformat() if move.on else "",
        "for": move.principal or "",
        "completeness": move.completeness,
        "result": move.result,
        "reason": move.reason,
        "justification": move.justification,
    }
    for name, value in given.items():
        if value:
            options += [f"--{name}", value]
    return f"{move.step} {shlex.join(options)}"


def _chapter(title: str, command: str = "") -> None:
    from cli.screens import base

    out = base.console()
    out.print()
    out.rule(title, align="left", style="dim")
    if command:
        out.print(f"$ {command}", style="cyan", markup=False)


def _farewell(where: str, *, kept: bool) -> None:
    from cli.screens import base

    out = base.console()
    out.print()
    if kept:
        out.print(_("The rehearsal is kept. Look around in it:"))
        out.print(f"  vekha --db {shlex.quote(where)} show bolshemurashkino", markup=False)
    else:
        out.print(_("Nothing was kept. To keep a rehearsal and look around in it:"))
        out.print("  vekha --db rehearsal.db demo", markup=False)
    out.print(_("To begin in earnest: vekha init --help"))
