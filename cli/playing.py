"""Plays a script: its moves are given to the program's own commands, in an office lent to them.

All command lines are parsed before anything is played.
"""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
import textwrap
from collections.abc import Iterator
from gettext import gettext as _

import click
import msgspec

from cli import desk, lines
from cli.moments import SimulatedClock
from cli.scenario import Scenario, Turn, said
from engine.errors import N_, Ambiguous, NotFound, RefusedByRules, VekhaError
from engine.events import streams
from engine.office import Office

MEANT = frozenset({2, 3, 5, 6})
"""The exit statuses of failures that can be meant: those of what was typed, not of the store."""

FAILURES = (VekhaError, click.UsageError, click.Abort, click.exceptions.Exit)
"""What a command ends with where it does not do what it was told."""

SHOWN = 60
"""How much of a command line a failure repeats, in characters."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """How a command failed: its exit status, the stable name, and what is said about it."""

    status: int
    code: str
    wrong: str
    advice: str = ""


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What one command line of a move came to.

    ``first`` and ``last`` are the positions of what it recorded (None: nothing); ``printed`` is its
    answer where that is to be told and was not printed straight away.
    """

    turn: Turn
    words: tuple[str, ...]
    failure: Failure | None
    first: int | None
    last: int | None
    printed: str


class Teller:
    """Hears how a rehearsal goes; this one keeps it to itself."""

    prints = False
    """Whether the answers that are to be told are printed straight away."""

    def turn(self, turn: Turn) -> None:
        """Hear that a move comes next."""

    def runs(self, turn: Turn, words: tuple[str, ...]) -> None:
        """Hear that a command line of it is run now."""

    def ran(self, played: Played) -> None:
        """Hear what became of it."""

    def ends(self) -> None:
        """Hear that no more moves come."""


class _Line(msgspec.Struct, frozen=True):
    """A command line, parsed; or, where its move expects that, why it cannot be."""

    words: tuple[str, ...]
    parsed: click.Context | click.UsageError


class Player:
    """A script, understood: every move of it can be given to *program*."""

    def __init__(self, scenario: Scenario, program: click.Group, address: str) -> None:
        self.scenario = scenario
        self._program = program
        self._address = address
        self._persons: dict[str, str] = {}
        self._recorded: list[int] = []
        self._moves = [(turn, self._understood(turn)) for turn in scenario.turns()]
        self.clock = SimulatedClock(scenario.opened(), scenario.zone())

    def observe(self, name: str, **fields: int | str) -> None:
        """Hear from the office what it records; see ``Office``."""
        if name == "batch.recorded":
            self._recorded += [int(fields["first"]), int(fields["last"])]

    def play(self, office: Office, teller: Teller) -> list[Played]:
        """Make all moves in *office*, in which the founder speaks.

        It reads ``clock``, and tells ``observe`` what it records. Raises the failure that a move
        did not expect, with its place in the script.
        """
        self._persons = {next(iter(self.scenario.script.people)): office.session.speaker().person}
        told: list[Played] = []
        for turn, given in self._moves:
            teller.turn(turn)
            if given or turn.when is not None:
                self.clock.set(turn.when)
            if given:
                office.session.simulate(self._person(turn, office))
            for line in given:
                teller.runs(turn, line.words)
                told.append(self._run(turn, line, office, prints=teller.prints))
                teller.ran(told[-1])
        teller.ends()
        return told

    def _understood(self, turn: Turn) -> list[_Line]:
        return [self._parsed(turn, words) for words in turn.lines]

    def _parsed(self, turn: Turn, words: tuple[str, ...]) -> _Line:
        try:
            return _Line(words, lines.parsed(self._program, words, self._address))
        except click.UsageError as error:
            if not _meant(turn, _failure(error)):
                raise self._unforeseen(turn, words, error, _failure(error)) from None
            return _Line(words, error)

    def _person(self, turn: Turn, office: Office) -> str:
        """Return the id of who makes a move; he has to be registered by then."""
        name = self.scenario.script.people[turn.who]
        if turn.who not in self._persons:
            where = ("moves", turn.number - 1, "who")
            try:
                found = office.session.register().find(name).id
            except Ambiguous as error:
                error.names = dict.fromkeys(error.parties(), name)
                raise self.scenario.located(error, *where) from None
            except NotFound:
                found = ""
            if not streams.is_person(found):
                raise self.scenario.wrong(_NOT_YET, *where, what=name)
            self._persons[turn.who] = found
        return self._persons[turn.who]

    def _run(self, turn: Turn, line: _Line, office: Office, *, prints: bool) -> Played:
        self._recorded.clear()
        printed = io.StringIO()
        failure: Failure | None = None
        with self._surroundings(printed, prints=prints and turn.move.told):
            try:
                self._invoke(line, office, told=turn.move.told)
            except FAILURES as error:
                failure = _failure(error)
                if not _meant(turn, failure):
                    raise self._unforeseen(turn, line.words, error, failure) from None
        if failure is None and turn.move.expect is not None:
            raise self._went_well(turn, line.words)
        return Played(
            turn=turn,
            words=line.words,
            failure=failure,
            first=min(self._recorded, default=None),
            last=max(self._recorded, default=None),
            printed=printed.getvalue(),
        )

    def _invoke(self, line: _Line, office: Office, *, told: bool) -> None:
        if isinstance(line.parsed, click.UsageError):
            raise line.parsed
        desk.lend(line.parsed, office, told=told)
        with line.parsed as context:
            context.command.invoke(context)

    @contextlib.contextmanager
    def _surroundings(self, printed: io.StringIO, *, prints: bool) -> Iterator[None]:
        """Have a command work in the script's folder, and get no answer to what it asks."""
        unshown = contextlib.nullcontext() if prints else contextlib.redirect_stdout(printed)
        asked, sys.stdin = sys.stdin, io.StringIO()
        try:
            with contextlib.chdir(self.scenario.folder), unshown:
                yield
        finally:
            sys.stdin = asked

    def _unforeseen(
        self, turn: Turn, words: tuple[str, ...], error: Exception, failure: Failure
    ) -> Exception:
        """Return the failure of a move as the failure of its script: where, why, what to do."""
        told = self._told(turn, words)
        wrong = _("{file}, line {line}: move {number} (vekha {run}): {why}").format(
            **told, why=failure.wrong
        )
        if isinstance(error, click.UsageError):
            return click.UsageError(wrong, ctx=error.ctx)
        found = error if isinstance(error, VekhaError) else RefusedByRules("")
        found.template, found.remedy = "{wrong}", "{advice}"  # all else that it knows stays
        found.facts = {**told, "wrong": wrong, "advice": _advice(turn, failure)}
        found.reason = failure.code
        return found

    def _went_well(self, turn: Turn, words: tuple[str, ...]) -> RefusedByRules:
        told = self._told(turn, words)
        return RefusedByRules(
            N_(
                "{file}, line {line}: move {number} (vekha {run}) expects to fail ({expect}), "
                "and it did not"
            ),
            remedy=N_("Take expect out of the move, or change what comes before it."),
            file=told["file"],
            line=told["line"],
            number=told["number"],
            run=told["run"],
            expect=str(turn.move.expect),
        )

    def _told(self, turn: Turn, words: tuple[str, ...]) -> dict[str, str | int]:
        """Return the place of a move in the script."""
        run = textwrap.shorten(shlex.join(words), SHOWN, placeholder=" …")
        line = self.scenario.line("moves", turn.number - 1)
        return {"file": self.scenario.name, "line": line, "number": turn.number, "run": run}


_NOT_YET = N_(
    "{file}, line {line}: {what} is not registered when this move is made; "
    "register him in a move before it: people add"
)


def _failure(error: Exception) -> Failure:
    match error:
        case VekhaError():
            wrong, advice = said(error)
            return Failure(status=error.exit_status, code=error.reason, wrong=wrong, advice=advice)
        case click.UsageError():
            wrong = " ".join(error.format_message().split())
            return Failure(status=error.exit_code, code="usage", wrong=wrong)
        case click.Abort():
            wrong = _("it asks a question, and a script answers none")
            return Failure(status=RefusedByRules.exit_status, code="unanswered", wrong=wrong)
        case _:
            status = getattr(error, "exit_code", 1)
            wrong = _("it ended with status {status}").format(status=status)
            return Failure(status=status, code="exit", wrong=wrong)


def _meant(turn: Turn, failure: Failure) -> bool:
    """Return whether a failure is what the move expects: its status or its code."""
    expected = turn.move.expect
    return expected is not None and str(expected) in (str(failure.status), failure.code)


def _advice(turn: Turn, failure: Failure) -> str:
    """Return what to do about a failure; and how to say that it is meant."""
    meant = ""
    if turn.move.expect is not None:
        meant = _("The move expects: {expect}.").format(expect=turn.move.expect)
    elif failure.status in MEANT:
        meant = _("If that is meant, say in the move: expect: {code}").format(code=failure.code)
    advice = failure.advice
    if advice and not advice.endswith((".", "!", "?")):
        advice += "."
    return f"{advice} {meant}".strip()
