"""The same events give the same review, byte for byte: anywhere, whenever, whoever asks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from engine.calendar.periods import period
from engine.events import codec
from engine.events.log import EventLog
from engine.events.read_tables import Value
from engine.review import annual
from engine.workflows.occurrence.commands import Report
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import SectionDraft
from tests.support.approving import draft, measure, roadmap
from tests.support.logs import Backend, Place, place_on
from tests.support.offices import RehearsedOffice, office_on
from tests.support.years import play

YEAR = period("2022")
PROGRAM = """
import sys, msgspec
from engine.events import codec
from engine.events.recorded import StoredEvent
from engine.projections.clocks import View
from engine.review import annual
from engine.calendar.periods import period
stored = msgspec.json.decode(sys.stdin.buffer.read(), type=list[StoredEvent])
events = [codec.recorded(event) for event in stored]
view = msgspec.json.decode(sys.argv[1], type=View)
found = annual.review(events[0].event, events, view, period("2022"))
sys.stdout.buffer.write(msgspec.json.encode(found))
"""


@pytest.fixture(scope="module")
def office() -> Iterator[RehearsedOffice]:
    """Give the office of ``years.py``."""
    with office_on(Place("memory", None)) as found:
        yield play(found)


def review_bytes(office: RehearsedOffice, **days: Any) -> bytes:
    """Return the canonical review of 2022."""
    return msgspec.json.encode(office.answers.review(YEAR, office.session.view(**days)).review)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kamchatka", "LC_ALL": "ru_RU.UTF-8"},
        {"PYTHONHASHSEED": "random", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
        {
            "PYTHONHASHSEED": "4711",
            "TZ": "Pacific/Kiritimati",
            "LANG": "ru_RU.KOI8-R",
            "PYTHONUTF8": "0",
        },
    ],
    ids=lambda found: str(found["TZ"]),
)
def test_hash_seed_time_zone_and_locale_make_no_difference(
    office: RehearsedOffice, surroundings: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, msgspec.json.encode(office.session.view()).decode()],
        input=msgspec.json.encode(office.log.events()),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": os.defpath, **surroundings},
    )
    assert done.stdout == review_bytes(office)


class Wiped:
    """A log whose words are erased, and of whose rows those of plans and occurrences are gone."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def words(self, _positions: Iterable[int] | None = None) -> dict[int, dict[str, str]]:
        return {}

    def rows(self, table: str, *asked: Any, **also: Any) -> list[dict[str, Value]]:
        gone = table in ("occurrences", "measures")
        return [] if gone else self._log.rows(table, *asked, **also)


def test_lost_rows_and_erased_words_change_nothing(office: RehearsedOffice) -> None:
    wiped = RehearsedOffice(cast("EventLog", Wiped(office.log)), office.clock)
    assert wiped.answers.occurrences() == []
    assert review_bytes(wiped) == review_bytes(office)


def test_later_events_do_not_change_the_review_up_to_a_position(office: RehearsedOffice) -> None:
    events = list(map(codec.recorded, office.log.events()))
    view = office.session.view()
    before = msgspec.json.encode(annual.review(office.session.opened, events, view, YEAR))
    with office_on(Place("memory", None)) as other:
        play(other)
        known = other.log.head().position
        first = list(map(codec.recorded, other.log.events()))
        asked_then = annual.review(other.session.opened, first, view, YEAR)
        executor = other.executor("Позднее", member_of=("Школа",))
        other.clock.on(2025, 1, 1)
        other.speaking(executor).occurrences.take("rm/1.4", Report(result="Сделано"))
        later = list(map(codec.recorded, other.log.events()))[:known]
        assert annual.review(other.session.opened, later, view, YEAR) == asked_then
    assert msgspec.json.encode(annual.review(office.session.opened, events, view, YEAR)) == before


def test_known_on_a_day_is_the_review_that_was_made_on_it() -> None:
    with office_on(Place("memory", None)) as own:
        play(own)
        day = own.session.today
        then = review_bytes(own, as_of=day, known_on=day)
        as_of = review_bytes(own, as_of=day)
        own.clock.on(2023, 2, 1)
        own.speaking(own.executor("Поздний", member_of=("Центр",)))
        own.occurrences.take("rm/1.2@2022", Report(on=day, result="Задним числом"))
        assert review_bytes(own, as_of=day, known_on=day) == then
        assert review_bytes(own, as_of=day) != as_of


def test_at_a_position_is_the_review_that_was_made_at_it() -> None:
    with office_on(Place("memory", None)) as own:
        play(own)
        at = own.log.head().position
        then = review_bytes(own, at=at)
        own.clock.on(2022, 6, 1)  # set back: position alone is the order
        own.executor("Поздний", member_of=("Центр",))
        own.clock.on(2023, 2, 1)
        assert review_bytes(own, at=at) == then


def test_the_review_names_what_it_rests_on(office: RehearsedOffice) -> None:
    found = office.answers.review(YEAR, office.session.view()).review
    assert (found.format, found.profile) == ("vekha-review/1", "discipline/1")
    assert (found.position, found.head) == (office.log.head().position, office.log.head().hash)
    assert (found.ledger_id, found.purpose) == (office.session.opened.ledger_id, "rehearsal")
    assert (found.period, found.at) == ("2022", None)


def test_it_holds_no_name_of_a_person_and_no_words(office: RehearsedOffice) -> None:
    text = review_bytes(office).decode()
    said = {word for words in office.log.words().values() for word in words.values()}
    names = {person.name for person in office.session.register().people()}
    assert len(said) > 8
    assert not [word for word in said | names if word in text]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_every_database_gives_the_bytes_of_its_events(
    backend: Backend, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The stored events of one log, reviewed from memory, are what that log's office answers."""
    with place_on(backend, tmp_path, request) as place, office_on(place) as own:
        play(own)
        events = list(map(codec.recorded, own.log.events()))
        alone = annual.review(own.session.opened, events, own.session.view(), YEAR)
        assert msgspec.json.encode(alone) == review_bytes(own)


def test_corrected_headings_are_used_in_the_order_of_the_plan() -> None:
    """Of what was planned under the old headings, too."""

    def edition(suffix: str) -> Approval:
        sections = tuple(
            SectionDraft(
                number=str(number),
                title=f"{title}{suffix}",
                measures=(measure("март 2022", number=f"{number}.1"),),
            )
            for number, title in enumerate("ВБАГД", 1)
        )
        return Approval(draft=draft(roadmap(sections=sections), date="2022-01-01"))

    with office_on(Place("memory", None)) as own:
        own.orders.record(edition(""))
        own.orders.record(edition(" (новое)"))
        day = own.session.view(as_of=date(2022, 1, 20))
        (part,) = own.answers.review(YEAR, day).review.parts
        assert [group.name for group in part.sections] == [
            f"{number} {title} (новое)" for number, title in enumerate("ВБАГД", 1)
        ]
