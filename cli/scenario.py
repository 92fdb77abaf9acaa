"""The script of a rehearsal: a file of moves in time, each a command line of this program.

Read strictly: whatever is wrong with it is told with file and line before anything is played.
``docs/REHEARSAL.md`` tells the form; ``fixtures/demo.yaml`` is the script that comes along.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from cli import language, moments
from cli.moments import Moment
from engine import wording
from engine.calendar import periods
from engine.documents.containers import files, yaml_events, yaml_structs
from engine.documents.containers.yaml_events import PathPart
from engine.errors import N_, UnreadableDocument, VekhaError
from engine.workflows import genesis, personnel
from engine.workflows.genesis import Opening

REF = "{ref}"
"""What stands in a command line for each of the move's ``refs``."""


BARRED = {
    "init": N_("{file}, line {line}: the rehearsal opens its ledger itself; take “init” out"),
    "demo": N_("{file}, line {line}: no rehearsal plays within another; take “demo” out"),
}
"""The commands that cannot stand in a script, and why; every other can."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ledger to be opened; ``opened`` says when [the first moment that a move gives]."""

    organisation: str
    time_zone: str
    language: Literal["ru", "en"] = "ru"
    opened: str = ""


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is told (``chapter``, ``say``), and what is run: when, by whom, on what.

    ``at`` and ``who`` are those of the move before where they are left out. ``expect`` is the exit
    status or the code of the failure that the command is to end with.
    """

    chapter: str = ""
    say: str = ""
    at: str = ""
    who: str = ""
    run: str = ""
    refs: tuple[str, ...] = ()
    told: bool = False
    expect: int | str | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. The first of ``people`` (short name -> name) opens the ledger.

    ``review`` is the period whose review ``--json`` answers with.
    """

    ledger: Ledger
    people: dict[str, str]
    moves: tuple[Move, ...]
    review: str = ""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A move that is understood: ``lines`` are the words of each of its command lines.

    ``when`` is None a minute after the move before; ``who`` is a key of the script's people.
    """

    number: int
    move: Move
    when: Moment | None
    who: str
    lines: tuple[tuple[str, ...], ...]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A script with the file that it stands in: its bytes, its name and its folder."""

    script: Script
    data: bytes
    name: str
    folder: Path

    def opening(self) -> Opening:
        """Return how the ledger is opened; raises for names and zones that it cannot have."""
        ledger = self.script.ledger
        [name, *_] = self.script.people.values()
        opening = Opening(
            organisation=ledger.organisation,
            time_zone=ledger.time_zone,
            name=name,
            language=ledger.language,
            purpose="rehearsal",
        )
        opening.check()
        return opening

    def zone(self) -> ZoneInfo:
        """Return the time zone of the office that is rehearsed."""
        return genesis.zone(self.script.ledger.time_zone)

    def opened(self) -> Moment:
        """Return when the ledger is opened."""
        first = next((move.at for move in self.script.moves if move.at), "")
        said = self.script.ledger.opened
        found = moments.read(said or first)
        if found is None:
            raise self.wrong(
                N_("{file}, line {line}: when the ledger is opened is not said; give it opened"),
                "ledger",
            )
        return found

    def turns(self) -> tuple[Turn, ...]:
        """Return all moves in the order of the file; raises for the first that is not sound."""
        found: list[Turn] = []
        who = next(iter(self.script.people))
        for index, move in enumerate(self.script.moves):
            who = move.who or who
            found.append(self._turn(index, move, who))
        return tuple(found)

    def line(self, *path: PathPart) -> int:
        """Return the line of the file in which the value at *path* begins."""
        return yaml_events.line_of(self.data, self.name, path)[0]

    def wrong(self, template: str, *path: PathPart, what: str = "") -> UnreadableDocument:
        """Return what is wrong with *what*, the value at *path*."""
        known = tuple(self.script.people)
        return UnreadableDocument(
            template, file=self.name, line=self.line(*path), what=what, known=known
        )

    def located(self, error: VekhaError, *path: PathPart) -> UnreadableDocument:
        """Return *error* as what is wrong with the value at *path*."""
        wrong, advice = said(error)
        return UnreadableDocument(
            N_("{file}, line {line}: {wrong}"),
            remedy="{advice}",
            file=self.name,
            line=self.line(*path),
            wrong=wrong,
            advice=advice,
        )

    def _turn(self, index: int, move: Move, who: str) -> Turn:
        here: tuple[PathPart, ...] = ("moves", index)
        if who not in self.script.people:
            raise self.wrong(_UNKNOWN, *here, "who", what=who)
        when = moments.read(move.at)
        if move.at and when is None:
            raise self.wrong(_NO_MOMENT, *here, "at", what=move.at)
        lines = self._lines(move, here) if move.run else ()
        if not lines and (move.told or move.refs or move.expect is not None):
            raise self.wrong(_NOTHING_RUN, *here)
        if not (lines or move.chapter or move.say):
            raise self.wrong(_EMPTY, *here)
        return Turn(number=index + 1, move=move, when=when, who=who, lines=lines)

    def _lines(self, move: Move, here: tuple[PathPart, ...]) -> tuple[tuple[str, ...], ...]:
        """Return the words of each command line, as a shell would take them apart."""
        try:
            words = shlex.split(move.run)
        except ValueError:
            raise self.wrong(_UNCLOSED, *here, "run", what=move.run) from None
        words = words[words[:1] == ["vekha"] :]
        if not words:
            raise self.wrong(_EMPTY, *here)
        if words[0] in BARRED:
            raise self.wrong(BARRED[words[0]], *here, "run")
        if bool(move.refs) != (REF in move.run):
            raise self.wrong(_REFS, *here, "run")
        if "--db" in words or any(word.startswith("--db=") for word in words):
            raise self.wrong(_DB, *here, "run")
        return tuple(tuple(word.replace(REF, ref) for word in words) for ref in move.refs or ("",))


_NOBODY = N_("{file}, line {line}: people should name at least who opens the ledger")
_UNKNOWN = N_("{file}, line {line}: no one in this script is called {what}; known are: {known}")
_NO_MOMENT = N_(
    "{file}, line {line}: “{what}” is not a moment; write it as YYYY-MM-DD or YYYY-MM-DD HH:MM"
)
_NOTHING_RUN = N_("{file}, line {line}: refs, told and expect belong to a command; run is missing")
_EMPTY = N_("{file}, line {line}: this move says nothing; give it run, chapter or say")
_UNCLOSED = N_("{file}, line {line}: a quotation mark is not closed in: {what}")
_REFS = N_("{file}, line {line}: each of refs is put where run says {{ref}}; give both or neither")
_DB = N_("{file}, line {line}: a rehearsal stays in its own ledger; take --db out of the move")


def load(path: Path) -> Scenario:
    """Read the script in the file at *path*; raises UnreadableDocument or NotFound."""
    data, name = files.contents(path)
    values = yaml_events.values(data, name)
    if not isinstance(values, dict):
        raise UnreadableDocument(
            N_("{file} does not hold a script: it should be a group of fields."), file=name
        )
    _check_names(values.get("people"), data, name)
    script = yaml_structs.converted(_with_truths(values), Script, data, name)
    found = Scenario(script=script, data=data, name=name, folder=path.absolute().parent)
    _check(found)
    return found


def shipped(name: str) -> Path:
    """Return a file that comes with the program: beside it when installed, else in the checkout."""
    here = Path(__file__).parent
    installed = here / "shipped" / name
    return installed if installed.exists() else here.parent / "fixtures" / name


def said(error: VekhaError) -> tuple[str, str]:
    """Return what is wrong and what to do, for the reader: a person, or a program."""
    return error.english() if language.wants_json() else wording.sentences(error)


def _check(found: Scenario) -> None:
    """Raise for what is wrong with the script as a whole, before a move is looked at."""
    script = found.script
    if not script.people:
        raise found.wrong(_NOBODY, "people")
    if script.ledger.opened and moments.read(script.ledger.opened) is None:
        raise found.wrong(_NO_MOMENT, "ledger", "opened", what=script.ledger.opened)
    _allowed(found, found.zone, "ledger", "time_zone")
    founder, name = next(iter(script.people.items()))
    _allowed(found, lambda: personnel.named(name), "people", founder)
    _allowed(found, found.opening, "ledger")
    if script.review:
        _allowed(found, lambda: periods.asked(script.review), "review")


def _allowed(found: Scenario, look: Callable[[], object], *path: PathPart) -> None:
    """Raise what *look* raises, with the line of the value at *path*."""
    try:
        look()
    except VekhaError as error:
        raise found.located(error, *path) from None


def _check_names(people: Any, data: bytes, name: str) -> None:
    """Raise for the first of *people* whose name is no text."""
    for key, given in people.items() if isinstance(people, dict) else ():
        if not isinstance(given, str):
            raise UnreadableDocument(
                N_("{file}, line {line}: the name of {who} should be a text in quotes."),
                file=name,
                line=yaml_events.line_of(data, name, ("people", key))[0],
                who=key,
            )


def _with_truths(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a script holds, with the ``told`` of each move as the truth value it is."""
    moves = values.get("moves")
    for move in moves if isinstance(moves, list) else ():
        if isinstance(move, dict) and "told" in move:
            move["told"] = yaml_structs.truth(move["told"])
    return values
