"""The same events give the same review, byte for byte: anywhere, whenever, whoever asks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.calendar.periods import period
from engine.events import codec
from engine.review import annual
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
    return msgspec.json.encode(office.review(YEAR, office.view(**days)))


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
        [sys.executable, "-c", PROGRAM, msgspec.json.encode(office.view()).decode()],
        input=msgspec.json.encode(office.log.events()),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": os.defpath, **surroundings},
    )
    assert done.stdout == review_bytes(office)


def test_rows_and_words_are_never_read(
    office: RehearsedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = review_bytes(office)

    def refuse(*_args: object) -> object:
        raise AssertionError("the review reads events and nothing else")

    for name in ("rows", "words", "refusals", "command"):
        monkeypatch.setattr(office.log, name, refuse)
    assert review_bytes(office) == before


def test_tampered_rows_and_erased_words_change_nothing() -> None:
    with office_on(Place("memory", None)) as own:
        play(own)
        before = review_bytes(own)
        own.log._words.clear()  # type: ignore[attr-defined]
        own.log._rows["occurrences"].clear()  # type: ignore[attr-defined]
        assert review_bytes(own) == before
        own.rebuild()
        assert review_bytes(own) == before


def test_later_events_do_not_change_the_review_up_to_a_position(office: RehearsedOffice) -> None:
    events = list(map(codec.recorded, office.log.events()))
    view = office.view()
    before = msgspec.json.encode(annual.review(office.opened, events, view, YEAR))
    with office_on(Place("memory", None)) as other:
        play(other)
        known = other.log.head().position
        first = list(map(codec.recorded, other.log.events()))
        asked_then = annual.review(other.opened, first, view, YEAR)
        executor = other.executor("Позднее", member_of=("Школа",))
        other.clock.on(2025, 1, 1)
        other.speaking(executor).take_step("rm/1.4", "report", result="Сделано")
        later = list(map(codec.recorded, other.log.events()))[:known]
        assert annual.review(other.opened, later, view, YEAR) == asked_then
    assert msgspec.json.encode(annual.review(office.opened, events, view, YEAR)) == before


def test_known_on_a_day_is_the_review_that_was_made_on_it() -> None:
    with office_on(Place("memory", None)) as own:
        play(own)
        day = own.today
        then = own.review(YEAR, own.view(as_of=day, known_on=day))
        own.clock.on(2023, 2, 1)
        own.speaking(own.executor("Поздний", member_of=("Центр",)))
        own.take_step("rm/1.2@2022", "report", on=day, result="Задним числом")
        now = own.review(YEAR, own.view(as_of=day, known_on=day))
        assert msgspec.json.encode(now) == msgspec.json.encode(then)
        assert own.review(YEAR, own.view(as_of=day)).total != then.total


def test_the_review_names_what_it_rests_on(office: RehearsedOffice) -> None:
    found = office.review(YEAR, office.view())
    assert (found.format, found.profile) == ("vekha-review/1", "discipline/1")
    assert (found.position, found.head) == (office.log.head().position, office.log.head().hash)
    assert (found.ledger_id, found.purpose) == (office.opened.ledger_id, "rehearsal")
    assert found.period == "2022"


def test_it_holds_no_name_of_a_person_and_no_words(office: RehearsedOffice) -> None:
    text = review_bytes(office).decode()
    said = {word for words in office.log.words().values() for word in words.values()}
    names = {person.name for person in office.register().people()}
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
        alone = annual.review(own.opened, events, own.view(), YEAR)
        assert msgspec.json.encode(alone) == review_bytes(own)


def test_renamed_sections_stand_in_one_order() -> None:
    """Paths that no measure has any longer have no place of their own, so their names decide."""

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
        own.approve(edition(""))
        own.approve(edition(" (новое)"))
        (part,) = own.review(YEAR, own.view(as_of=date(2022, 1, 20))).roadmaps
        assert [group.name for group in part.sections] == ["1 В", "2 Б", "3 А", "4 Г", "5 Д"]
