"""What a note of an earlier run means: taken up by the same request, told once, and then gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import Conflict, LogDamaged, OutcomeUnknown, RefusedByRules, StoreUnavailable
from engine.events.event import NewEvent
from engine.events.log import Batch, EventLog, Receipt, StreamAppend
from engine.events.pending import PendingFolder
from engine.projections.inline import batch_rows
from engine.workflows.decider import Appends
from engine.workflows.handling import Decided, Handler, History
from engine.workflows.requests import KEPT_FOR, Earlier, Request, superseded
from tests.support import deciding
from tests.support.clock import Clock
from tests.support.deciding import DAY, EXECUTOR, STREAM
from tests.support.logs import Place
from tests.support.offices import BEGINNING, office_on

START = Request(step="start", actor_id=EXECUTOR.person, arguments={"on": None})
REPORT = Request(step="report", actor_id=EXECUTOR.person, arguments={"result": "Приказ"})


class Failing:
    """A log whose next append ends in an error, before or after it is recorded."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.before: BaseException | None = None
        self.after: BaseException | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    def append(self, batch: Batch) -> Receipt:
        before, after, self.before, self.after = self.before, self.after, None, None
        if before:
            raise before
        receipt = self._log.append(batch)
        if after:
            raise after
        return receipt


class Runs:
    """Runs of the program one after another, on one log and one folder of notes."""

    def __init__(self, log: EventLog, folder: Path) -> None:
        self.log = Failing(log)
        self.clock = Clock(BEGINNING)
        self.folder = folder
        self.running: list[Handler] = []

    def run(self) -> Handler:
        """Return what a new run records with."""
        handler = Handler(
            self.log,  # type: ignore[arg-type]
            self.clock,
            PendingFolder(self.folder),
            batch_rows,
        )
        self.running.append(handler)
        return handler

    def end(self) -> None:
        """End all runs."""
        while self.running:
            self.running.pop().requests.release()

    def cut_off(self, request: Request, past: deciding.Past, **how: BaseException) -> None:
        """Run a request whose process ends before or after the append."""
        self.log.before, self.log.after = how.get("before"), how.get("after")
        with suppress(KeyboardInterrupt, OutcomeUnknown):
            self.run().record(request, recording(past))
        self.end()

    def answered(self, request: Request, past: deciding.Past) -> Receipt:
        """Run a request to its end."""
        handler = self.run()
        receipt = handler.record(request, recording(past))
        handler.requests.answered()
        self.end()
        return receipt

    def told(self, besides: Request | None = None) -> list[Earlier]:
        """Start a run; return what it has to tell, and take note that it was told."""
        requests = self.run().requests
        found = requests.earlier(besides)
        for one in found:
            requests.told(one)
        self.end()
        return found

    @property
    def notes(self) -> list[Path]:
        """Return the notes that lie in the folder."""
        return list(self.folder.rglob("*.json"))


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    """Give a ledger that knows one planned occurrence."""
    with office_on(Place("memory", None)) as office:
        made = Runs(office.log, tmp_path / "pending")
        made.answered(Request(step="raw", actor_id=EXECUTOR.person), deciding.planned())
        yield made
        made.end()


def recording(past: deciding.Past) -> Decided:
    """Return a decision that records *past*, whatever the rules say."""

    def decided(history: History) -> Appends:
        new = NewEvent(event=past.event, effective_on=DAY)
        version = history.occurrence(STREAM).version
        return (StreamAppend(stream=STREAM, expected=version, events=(new,)),)

    return decided


def types(runs: Runs) -> list[str]:
    return [event.type for event in runs.log.stream(STREAM)]  # type: ignore[operator]


def test_the_note_stays_until_the_answer_was_seen(runs: Runs) -> None:
    handler = runs.run()
    handler.record(START, recording(deciding.started()))
    assert len(runs.notes) == 1
    assert [receipt.repeated for receipt in handler.requests.receipts] == [False]
    handler.requests.answered()
    assert (runs.notes, handler.requests.receipts) == ([], [])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_was_cut_off_is_taken_up_by_the_same_request(runs: Runs, when: str) -> None:
    runs.cut_off(START, deciding.started(), **{when: KeyboardInterrupt()})
    assert len(runs.notes) == 1
    again = runs.answered(START, deciding.started())
    assert again.repeated == (when == "after")
    assert types(runs) == ["OccurrencePlanned", "WorkStarted"]
    assert runs.notes == []


def test_a_stream_that_went_on_makes_the_same_words_a_new_wish(runs: Runs) -> None:
    """A report is killed after the commit, returned, and made again in the same words."""
    runs.answered(START, deciding.started())
    runs.cut_off(REPORT, deciding.reported(), after=KeyboardInterrupt())
    runs.answered(Request(step="return", actor_id="person/s"), deciding.returned())
    assert len(runs.told(REPORT)) == 1
    again = runs.answered(REPORT, deciding.reported())
    assert not again.repeated
    assert types(runs)[-2:] == ["ReportReturned", "ResultReported"]
    assert runs.notes == []


def test_a_note_of_what_is_not_recorded_is_not_taken_up_when_its_stream_went_on() -> None:
    from tests.events.test_pending import a_note

    note = a_note()
    [(stream, (before, after))] = note.streams.items()
    assert not superseded(note, {stream: before}, recorded=False)
    assert superseded(note, {stream: before + 1}, recorded=False)
    assert not superseded(note, {stream: after}, recorded=True)
    assert superseded(note, {stream: after + 1}, recorded=True)
    assert not superseded(note, {"another": 99}, recorded=True)


@pytest.mark.parametrize(("when", "outcome"), [("before", "not_recorded"), ("after", "recorded")])
def test_what_became_of_it_is_told_once(runs: Runs, when: str, outcome: str) -> None:
    runs.cut_off(START, deciding.started(), **{when: KeyboardInterrupt()})
    [told] = runs.told()
    assert (told.told, told.kept.note.step) == (outcome, "start")
    assert (told.receipt is not None) == (when == "after")
    assert runs.told() == []
    assert len(runs.notes) == 1, "the same request may come yet"


def test_what_is_recorded_later_than_it_was_looked_for_is_told_again(runs: Runs) -> None:
    """A server goes on with a statement after its client has died."""
    runs.cut_off(START, deciding.started(), before=KeyboardInterrupt())
    [told] = runs.told()
    assert told.told == "not_recorded"
    late = Request(step="start", actor_id=EXECUTOR.person)
    note = told.kept.note
    handler = runs.run()
    asked = handler.requests.take_up(late)
    asked.sent = note
    batch = Batch(
        command_id=note.command_id,
        actor_id=EXECUTOR.person,
        request_digest=note.digest,
        recorded_at=runs.clock(),
        appends=recording(deciding.started())(handler.history()),
    )
    runs.log.append(batch)
    runs.end()
    [told] = runs.told()
    assert told.told == "recorded"
    assert runs.told() == []


def test_a_note_that_was_told_goes_after_a_day(runs: Runs) -> None:
    runs.cut_off(START, deciding.started(), after=KeyboardInterrupt())
    runs.clock.now += 3 * KEPT_FOR
    assert len(runs.told()) == 1, "however old, it is told first"
    runs.clock.now += KEPT_FOR - timedelta(seconds=1)
    assert (runs.told(), len(runs.notes)) == ([], 1)
    runs.clock.now += timedelta(seconds=1)
    assert (runs.told(), runs.notes) == ([], [])


def test_the_request_that_takes_a_note_up_is_not_told_of_twice(runs: Runs) -> None:
    runs.cut_off(START, deciding.started(), after=KeyboardInterrupt())
    assert runs.told(besides=START) == []
    assert len(runs.told(besides=REPORT)) == 1


def test_a_run_that_goes_on_is_no_earlier_one(runs: Runs) -> None:
    first = runs.run()
    first.record(START, recording(deciding.started()))
    second = runs.run()
    assert second.requests.earlier() == []
    assert second.record(START, recording(deciding.started())).repeated
    second.requests.answered()
    assert len(runs.notes) == 1, "it is the other run's"
    assert types(runs) == ["OccurrencePlanned", "WorkStarted"]


@pytest.mark.parametrize("error", [StoreUnavailable, LogDamaged])
def test_a_failure_that_records_nothing_takes_its_own_note_back(
    runs: Runs, error: type[Exception]
) -> None:
    runs.log.before = error("no")
    with pytest.raises(error):
        runs.run().record(START, recording(deciding.started()))
    assert runs.notes == []


def test_a_lost_race_leaves_one_note(runs: Runs) -> None:
    runs.log.before = Conflict("someone was first")
    handler = runs.run()
    handler.record(START, recording(deciding.started()))
    assert len(runs.notes) == 1
    handler.requests.answered()
    assert runs.notes == []


def test_a_failure_says_nothing_of_an_earlier_run(runs: Runs) -> None:
    """The note of a request with an unknown outcome outlives a store that then is not there."""
    runs.cut_off(START, deciding.started(), before=OutcomeUnknown("no answer"))
    runs.log.before = StoreUnavailable("no")
    with pytest.raises(StoreUnavailable):
        runs.run().record(START, recording(deciding.started()))
    runs.end()
    assert len(runs.notes) == 1


def test_a_refusal_is_an_answer(runs: Runs) -> None:
    runs.cut_off(START, deciding.started(), before=OutcomeUnknown("no answer"))

    def refused(_history: History) -> Appends:
        raise RefusedByRules("no")

    with pytest.raises(RefusedByRules):
        runs.run().record(START, refused)
    assert runs.notes == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interruption_is_settled_by_the_log(runs: Runs, when: str) -> None:
    setattr(runs.log, when, KeyboardInterrupt())
    handler = runs.run()
    with pytest.raises(KeyboardInterrupt):
        handler.record(START, recording(deciding.started()))
    assert handler.requests.settle() == (when == "before")
    assert len(handler.requests.receipts) == (when == "after")
    assert len(runs.notes) == 1
    handler.requests.answered()
    assert len(runs.notes) == (when == "before")


def test_without_being_sent_there_is_nothing_to_settle(runs: Runs) -> None:
    handler = runs.run()

    def interrupted(_history: History) -> Appends:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        handler.record(START, interrupted)
    assert not handler.requests.settle()
    assert runs.notes == []
