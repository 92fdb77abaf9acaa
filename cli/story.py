"""How a rehearsal is told: chapters, who does what on which day, and what comes of it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime
from gettext import gettext as _
from gettext import ngettext

from cli import terminal
from cli.playing import Played, Teller
from cli.scenario import Scenario, Turn
from cli.screens import base
from engine import wording
from engine.errors import N_

SHIPPED = frozenset(
    {
        N_(
            "An education office approved a roadmap. vekha turns its table into dated\n"
            "occurrences, and keeps who did what when. Everything below is a simulation on\n"
            "the real Bolshemurashkino roadmap 2021–2023; persons and results are invented."
        ),
        N_("1. The order becomes a plan"),
        N_("2. Executors start and report, the supervisor returns and evaluates"),
        N_("3. How it goes, by executor and quarter"),
        N_("4. Who did what when: the history of one measure"),
        N_("5. The year: planned against actual"),
    }
)
"""What the script that comes with the program tells, in the catalogue of both languages."""


class Story(Teller):
    """Tells the moves that are to be told on stdout, and counts the others."""

    prints = True

    def __init__(self, scenario: Scenario, clock: Callable[[], datetime]) -> None:
        self._scenario = scenario
        self._clock = clock
        self._to_the_minute = False
        self._heard = ""
        self._untold = 0

    def turn(self, turn: Turn) -> None:
        """Begin a chapter, and say what is to be said."""
        out = base.console()
        if turn.move.chapter:
            self.ends()
            out.print()
            out.rule(_read(turn.move.chapter), align="left", style="dim")
        if turn.move.say:
            out.print(_read(turn.move.say))
        if turn.when is not None:
            self._to_the_minute = turn.when.at is not None

    def runs(self, turn: Turn, words: tuple[str, ...]) -> None:
        """Show who says which command, and on which day."""
        if not turn.move.told:
            self._untold += 1
            return
        out = base.console()
        who = f"{self._now()}  {self._scenario.script.people[turn.who]}:"
        if self._heard:
            out.print()
        if who != self._heard:
            out.print(who, style="bold")
        self._heard = who
        out.print(f"  $ vekha {shlex.join(words)}", style="cyan")

    def ran(self, played: Played) -> None:
        """Show why a command was refused; what it answered it has printed itself."""
        if played.turn.move.told and played.failure:
            for said in (played.failure.wrong, played.failure.advice):
                if said:
                    base.console().print(f"  → {terminal.one_line(said)}")

    def ends(self) -> None:
        """Say how many moves were not told."""
        if self._untold:
            base.console().print(
                ngettext(
                    "… and {count} more step, not shown here.",
                    "… and {count} more steps, not shown here.",
                    self._untold,
                ).format(count=self._untold)
            )
        self._untold, self._heard = 0, ""

    def _now(self) -> str:
        """Return the simulated day, with the time where the script gives times."""
        now = self._clock().astimezone(self._scenario.zone())
        return wording.moment(now) if self._to_the_minute else wording.day(now.date())


def _read(text: str) -> str:
    """Return a text of a script in the reader's language, where it is one of the program's own."""
    return _(text) if text in SHIPPED else text
