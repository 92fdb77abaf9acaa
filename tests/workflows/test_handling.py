"""From a decision to the log: a lost race is decided again, a refusal leaves a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from engine.errors import Conflict, IllegalTransition, NotAllowed, OutcomeUnknown
from engine.events.event import NewEvent
from engine.events.log import Batch, EventLog, Receipt, StreamAppend
from engine.events.pending import NothingPending, Pending, PendingFolder
from engine.projections.inline import batch_rows
from engine.workflows import handling
from engine.workflows.decider import Appends
from engine.workflows.handling import ATTEMPTS, Decided, Handler, History
from engine.workflows.occurrence.commands import StepCommand
from engine.workflows.occurrence.decide import decide
from engine.workflows.requests import Request
from engine.workflows.rights import Speaker
from tests.support import deciding
from tests.support.clock import Clock
from tests.support.deciding import DAY, EXECUTOR, STREAM, SUPERVISOR
from tests.support.logs import Place
from tests.support.offices import BEGINNING, office_on

REQUEST = Request(
    step="start", actor_id=EXECUTOR.person, arguments={"note": "Иванова"}, stream=STREAM
)


class Between:
    """A log where something else happens right before an append, the first *times* times."""

    def __init__(self, log: EventLog, before: Callable[[], object], times: int = 1) -> None:
        self._log, self._before, self.times = log, before, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, batch: Batch) -> Receipt:
        if self.times:
            self.times -= 1
            self._before()
        return self._log.append(batch)


class Silent(Between):
    """A log that records, and whose answer gets lost."""

    def append(self, batch: Batch) -> Receipt:
        receipt = self._log.append(batch)
        if self.times:
            self.times -= 1
            raise OutcomeUnknown("no answer")
        return receipt


@pytest.fixture
def log() -> Iterator[EventLog]:
    """Give an open ledger in memory that knows one planned occurrence."""
    with office_on(Place("memory", None)) as office:
        recorded(office.log, deciding.planned())
        yield office.log


def handler(log: object, pending: Pending | None = None) -> Handler:
    """Return what records on *log*."""
    clock = Clock(BEGINNING)
    return Handler(cast("EventLog", log), clock, pending or NothingPending(), batch_rows)


def recorded(log: EventLog, past: deciding.Past) -> Receipt:
    """Record *past* on the log as it stands, whatever the rules say."""

    def decided(history: History) -> Appends:
        new = NewEvent(event=past.event, effective_on=past.on)
        version = history.occurrence(STREAM).version
        return (StreamAppend(stream=STREAM, expected=version, events=(new,)),)

    return handler(log).record(Request(step="raw", actor_id=past.by.person), decided)


def taking(command: StepCommand, by: Speaker = EXECUTOR) -> Decided:
    """Return the decision on *command*, on what the history of each attempt holds."""
    return lambda history: decide(command, history.occurrence(STREAM), deciding.deciding(by))


def types(log: EventLog) -> list[str]:
    """Return the types of the occurrence's events."""
    return [event.type for event in log.stream(STREAM)]


def test_what_is_decided_is_recorded_with_its_row(log: EventLog) -> None:
    hand = handler(log)
    receipt = hand.record(REQUEST, taking(deciding.report()))
    assert (receipt.last - receipt.first, receipt.repeated) == (1, False)
    assert types(log) == ["OccurrencePlanned", "WorkStarted", "ResultReported"]
    (row,) = log.rows("occurrences")
    assert (row["status"], row["version"], row["position"]) == ("reported", 3, receipt.last)
    assert len({event.command_id for event in log.stream(STREAM)[1:]}) == 1


def test_who_loses_a_race_for_a_step_is_told_so_in_a_sentence(log: EventLog) -> None:
    """Somebody starts between decision and append: decided again, the second start is refused."""
    torn = Between(log, lambda: recorded(log, deciding.started()))
    hand = handler(torn)
    with pytest.raises(IllegalTransition, match="cannot start: it is already in_progress"):
        hand.record(REQUEST, taking(deciding.start()))
    assert types(log) == ["OccurrencePlanned", "WorkStarted"]
    assert [note.code for note in log.refusals()][-1] == "illegal_transition"


def test_who_loses_a_race_decides_again_on_fresh_history(log: EventLog) -> None:
    """A report that was to bring its start along finds the start there: one start, one report."""
    torn = Between(log, lambda: recorded(log, deciding.started()))
    hand = handler(torn)
    hand.record(REQUEST, taking(deciding.report()))
    assert types(log) == ["OccurrencePlanned", "WorkStarted", "ResultReported"]
    (row,) = log.rows("occurrences")
    assert (row["status"], row["version"]) == ("reported", 3)


@pytest.mark.parametrize("times", range(1, ATTEMPTS + 1))
def test_races_are_lost_a_bounded_number_of_times(log: EventLog, times: int) -> None:
    asked: list[int] = []
    torn = Between(log, lambda: recorded(log, deciding.noted()), times)
    hand = handler(torn)
    new = NewEvent(event=deciding.noted().event, effective_on=DAY)

    def decided(history: History) -> Appends:
        asked.append(history.occurrence(STREAM).version)
        return (StreamAppend(stream=STREAM, expected=asked[-1], events=(new,)),)

    if times < ATTEMPTS:
        hand.record(REQUEST, decided)
    else:
        with pytest.raises(Conflict, match="someone recorded first"):
            hand.record(REQUEST, decided)
    assert asked == list(range(1, 2 + min(times, ATTEMPTS - 1)))
    assert len(types(log)) == 1 + times + (times < ATTEMPTS)


def test_without_deciding_again_the_race_would_end_in_a_conflict(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twin: one attempt only, and the report of above is lost."""
    monkeypatch.setattr(handling, "ATTEMPTS", 1)
    torn = Between(log, lambda: recorded(log, deciding.started()))
    hand = handler(torn)
    with pytest.raises(Conflict):
        hand.record(REQUEST, taking(deciding.report()))


def test_a_refusal_leaves_a_note_without_words_and_no_event(log: EventLog) -> None:
    hand, head = handler(log), log.head()
    with pytest.raises(NotAllowed):
        hand.record(REQUEST, taking(deciding.start(), by=SUPERVISOR))
    assert log.head() == head
    (note,) = log.refusals()
    assert (note.code, note.step, note.stream) == ("not_allowed", "start", STREAM)
    assert (note.actor_id, note.noted_at) == (EXECUTOR.person, "2022-01-20T09:00:00.000000Z")
    assert "Иванова" not in str(note)


def test_after_a_lost_answer_the_same_request_records_nothing_twice(
    log: EventLog, tmp_path: Path
) -> None:
    hand = handler(Silent(log, lambda: None), PendingFolder(tmp_path))
    decided = taking(deciding.start())
    with pytest.raises(OutcomeUnknown):
        hand.record(REQUEST, decided)
    again = hand.record(REQUEST, decided)
    assert again.repeated
    assert types(log) == ["OccurrencePlanned", "WorkStarted"]
    assert again.first == again.last == log.head().position
    # Until someone has seen the answer, it is the same request; then a new one, which is refused.
    assert hand.record(REQUEST, decided).repeated
    hand.requests.answered()
    with pytest.raises(IllegalTransition):
        hand.record(REQUEST, decided)
    assert list(tmp_path.rglob("*.json")) == []


def test_another_request_does_not_take_up_the_lost_one(log: EventLog, tmp_path: Path) -> None:
    hand = handler(Silent(log, lambda: None), PendingFolder(tmp_path))
    with pytest.raises(OutcomeUnknown):
        hand.record(REQUEST, taking(deciding.start()))
    other = Request(step="report", actor_id=EXECUTOR.person, arguments={"stream": STREAM})
    assert not hand.record(other, taking(deciding.report())).repeated
    assert types(log) == ["OccurrencePlanned", "WorkStarted", "ResultReported"]


@pytest.mark.parametrize(
    "change",
    [
        {"step": "report"},
        {"actor_id": "person/other"},
        {"principal_id": "organisation/lead"},
        {"arguments": {"stream": STREAM, "note": "Иванов"}},
        {"arguments": {}},
    ],
)
def test_a_request_is_recognised_by_all_of_it(change: dict[str, Any]) -> None:
    assert msgspec.structs.replace(REQUEST, **change).text() != REQUEST.text()
    assert msgspec.structs.replace(REQUEST).text() == REQUEST.text()
