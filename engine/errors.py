"""Every deliberate failure of vekha, drawn as a tree; what is not here is a bug.

    VekhaError
    ├── RefusedByRules        exit 3   the rules say no; no event was recorded
    │   ├── IllegalTransition          the occurrence is in another state
    │   └── NotAllowed                 this person may not
    ├── Conflict              exit 4   another person recorded first
    ├── NotFound              exit 5   no such measure, person, ledger
    │   ├── NoLedger                   nothing is at this address
    │   └── Ambiguous                  several fit; they are listed
    ├── UnreadableDocument    exit 6   the order cannot be read; nothing was recorded
    ├── LogDamaged            exit 7   a stored event was changed, lost or cannot be read
    ├── StoreUnavailable      exit 8   of another version, or failing; nothing was recorded
    │   ├── StoreBusy                  someone else is using it; waiting helps
    │   ├── StoreFull                  there is no room left
    │   ├── StoreReadOnly              file, disk or server take no writes
    │   ├── StoreForbidden             this account lacks a right on file, folder or schema
    │   ├── LoginRefused               the server does not let this login in
    │   └── StoreUnreachable           no server answers, or it went away
    ├── OutcomeUnknown        exit 9   sent, and no answer came: run the same command again
    └── AnswerNotShown        exit 1   recorded, but the answer could not be shown

An error carries an English template and the facts that fill it, so that ``engine/wording`` can
say it in the reader's language: ``raise NotFound(N_("no measure “{ref}”"), ref=ref)``.

A fact is a value, never text put together where the error is raised. It is one of

    str         said as it is: a reference, a file's name, what was typed, what to type
    int         a number
    date        a day
    datetime    a moment, in the zone in which it is to be said
    Code        a state, a step, a role, a kind: said as a word
    Column      what a column holds: said as a word
    Party       the id of a party: said by its name, where one is known
    Days        a period or a span of days (``engine/calendar/periods.py``)
    tuple       several of these: said with commas
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar


class Code(str):
    """A code of the vocabulary (a state, a step, a role): shown to people as a word."""

    __slots__ = ()


class Column(Code):
    """What a column of a table holds: its codes have words of their own (start, end, unit)."""

    __slots__ = ()


class Party(str):
    """The id of a party (person/…, organisation/…): shown to people by name."""

    __slots__ = ()


class Days:
    """A stretch of days (a period, a span): shown to people as they write one."""

    __slots__ = ()


Single = str | int | date | Days
"""One value; a datetime is a date, and a Code and a Party are texts."""

Fact = Single | tuple[Single, ...]

LISTED = 12
"""How many of several values a sentence names before it breaks off."""


def N_(template: str) -> str:
    """Mark *template* for the catalogue of translations and return it unchanged."""
    return template


Name = Callable[[Party], str]
"""Tells how a party is called."""


def filled(template: str, facts: Mapping[str, Fact], name: Name = str) -> str:
    """Return *template*, filled, in plain English: ISO days, codes as they are, commas."""
    return template.format(**{key: _said(fact, name) for key, fact in facts.items()})


def _said(fact: Fact, name: Name) -> str | int:
    match fact:
        case Days():
            return str(fact)
        case Party():
            return name(fact)
        case datetime():
            return f"{fact:%Y-%m-%d %H:%M}"
        case date():
            return fact.isoformat()
        case tuple():
            return listed([str(_said(one, name)) for one in fact])
        case _:
            return fact


def listed(values: list[str]) -> str:
    """Return *values* with commas, only the first of very many; a dash for none."""
    shown = ", ".join(values[:LISTED]) or "–"
    return f"{shown} …" if len(values) > LISTED else shown


def plain(fact: object) -> object:
    """Return a fact as programs read it: days and moments as ISO text, several as a list."""
    match fact:
        case date():
            return fact.isoformat()
        case str() | Days():
            return str(fact)
        case tuple():
            return [plain(one) for one in fact]
        case _:
            return fact


class VekhaError(Exception):
    """A deliberate failure: an English template, its facts, and what to do about it.

    ``code`` is the stable name that ``--json`` and refusal notes carry; ``exit_status`` is what
    the program ends with. ``remedy`` is a second template, filled from the same facts; ``reason``
    is a narrower code where one class serves several refusals. ``names`` are those of the parties
    among the facts, to be filled in where the register is open.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, template: str, /, *, remedy: str = "", **facts: Fact) -> None:
        self.template = template
        self.remedy = remedy
        self.facts: dict[str, Any] = facts
        self.reason = self.code
        self.names: Mapping[str, str] = {}
        super().__init__(template, remedy, facts)

    def __str__(self) -> str:
        return " ".join(filter(None, self.english()))

    def english(self) -> tuple[str, str]:
        """Return what is wrong and what to do in plain English: codes and ISO days as they are."""
        wrong, remedy = (
            filled(template, self.facts, self.name) for template in (self.template, self.remedy)
        )
        return wrong, remedy

    def parties(self) -> tuple[Party, ...]:
        """Return the parties among the facts."""
        values = (
            one
            for fact in self.facts.values()
            for one in (fact if isinstance(fact, tuple) else (fact,))
        )
        return tuple(one for one in values if isinstance(one, Party))

    def name(self, party: Party) -> str:
        """Return how a party is called; its id where no name is known."""
        return self.names.get(party, party)


class RefusedByRules(VekhaError):
    """The rules of the field say no; no event was recorded."""

    code = "refused"
    exit_status = 3


class IllegalTransition(RefusedByRules):
    """The occurrence is in a state from which this step does not lead."""

    code = "illegal_transition"


class NotAllowed(RefusedByRules):
    """This person may not take this step."""

    code = "not_allowed"


class Conflict(VekhaError):
    """Someone recorded first, and deciding again did not settle it."""

    code = "conflict"
    exit_status = 4


class NotFound(VekhaError):
    """No such ledger, order, measure, occurrence or person."""

    code = "not_found"
    exit_status = 5


class NoLedger(NotFound):
    """There is no ledger, or no such database, at the address that was given."""

    code = "no_ledger"


class Ambiguous(NotFound):
    """Several things fit the name that was given; ``facts['candidates']`` lists them.

    Of parties it says the id beside the name, for the id is what is to be typed.
    """

    code = "ambiguous"

    def name(self, party: Party) -> str:
        """Return how a party is called, and its id."""
        return f"{self.names[party]} ({party})" if party in self.names else party


class UnreadableDocument(VekhaError):
    """The document cannot be read; nothing was recorded."""

    code = "unreadable_document"
    exit_status = 6


class LogDamaged(VekhaError):
    """A stored event, or a guard that protects it, was changed, lost or cannot be read."""

    code = "log_damaged"
    exit_status = 7


class StoreUnavailable(VekhaError):
    """The store cannot be used: it fails, or is of another version; nothing was recorded."""

    code = "store_unavailable"
    exit_status = 8


class StoreBusy(StoreUnavailable):
    """Someone else is recording and has not finished; the same command works a little later."""

    code = "store_busy"


class StoreFull(StoreUnavailable):
    """There is no room left where the ledger is kept."""

    code = "store_full"


class StoreReadOnly(StoreUnavailable):
    """The file, its disk or the server takes no writes."""

    code = "store_read_only"


class StoreForbidden(StoreUnavailable):
    """This account lacks a right on the file, a folder or the database."""

    code = "store_forbidden"


class LoginRefused(StoreUnavailable):
    """The server does not let this login in: a wrong password, or no such login."""

    code = "login_refused"


class StoreUnreachable(StoreUnavailable):
    """No server answers at the address, or it went away."""

    code = "store_unreachable"


class OutcomeUnknown(VekhaError):
    """The batch was sent and no answer came; running the same command again settles it."""

    code = "outcome_unknown"
    exit_status = 9


class AnswerNotShown(VekhaError):
    """It is recorded, but reading or showing the answer failed, or was interrupted."""

    code = "answer_not_shown"
    exit_status = 1
