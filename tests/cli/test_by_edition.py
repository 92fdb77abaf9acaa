"""What an edition takes off or changes has no reason of its own: the edition is told instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.screens import audit, review
from engine.calendar.periods import period
from engine.wording import language
from engine.workflows.occurrence import commands
from engine.workflows.orders.draft import Draft, ItemDraft
from tests.support.approving import draft, item, measure, roadmap
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, office_on

BY_ROADMAP, BY_ORDER = "by edition 2 of rm, order second", "by edition 2 of letter"


def letter(*items: ItemDraft) -> Draft:
    """Return an order with these items, and a roadmap of its own."""
    other = roadmap(measure("декабрь 2022"), key="other")
    return draft(other, key="letter", date="2022-01-20", items=items)


@pytest.fixture(scope="module")
def kept() -> Iterator[RehearsedOffice]:
    """Give an office where an amendment cancels, moves and hands on, and so does a correction."""
    with office_on(Place("memory", None)) as office:
        office.clock.on(2022, 1, 21)
        rows = (measure("июнь, октябрь 2022"), measure("октябрь 2022", number="2"))
        office.import_draft(draft(roadmap(*rows), date="2022-01-20"))
        office.import_draft(letter(item("июль 2022", "Школа", number="1")))
        office.clock.on(2022, 3, 1)
        rows = (measure("октябрь 2022"), measure("ноябрь 2022", "Сад", number="2"))
        second = draft(roadmap(*rows), key="second", date="2022-03-01")
        office.import_draft(second, amend=True)
        office.import_draft(letter())
        office.speaking(office.supervisor())
        office.take("rm/1.1@2022-10", commands.Cancel(reason="Отпало", basis="Письмо 4"))
        yield office


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English, 80 columns wide."""
    for name, value in (("LANGUAGE", "en"), ("VEKHA_LANG", "en"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    language.settle()
    yield
    monkeypatch.undo()
    language.settle()


def flat(text: str) -> str:
    """Return *text* in one line."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("reference", "what", "told"),
    [
        ("rm/1.1@2022-06", "cancelled", BY_ROADMAP),
        ("rm/2@2022-10", "deadline amended", BY_ROADMAP),
        ("rm/2@2022-10", "executors amended", BY_ROADMAP),
        ("letter/1@2022-07", "cancelled", BY_ORDER),
    ],
)
def test_the_trail_tells_the_edition(
    kept: RehearsedOffice,
    capsys: pytest.CaptureFixture[str],
    reference: str,
    what: str,
    told: str,
) -> None:
    audit.trail(kept.audit.trail(reference))
    shown = flat(capsys.readouterr().out)
    assert told in shown.partition(what)[2]


def test_the_trail_of_the_plan_itself_is_told_as_before(
    kept: RehearsedOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.trail(kept.audit.trail())
    shown = flat(capsys.readouterr().out)
    assert "roadmap amended" in shown
    assert shown.count("by edition") == 4


def test_a_decision_has_words_and_no_edition(
    kept: RehearsedOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.trail(kept.audit.trail("rm/1.1@2022-10"))
    shown = flat(capsys.readouterr().out).partition("cancelled")[2]
    assert "reason: «Отпало»" in shown
    assert "basis: «Письмо 4»" in shown
    assert "edition" not in shown


def test_the_review_tells_the_edition_where_it_would_tell_the_reason(
    kept: RehearsedOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    found = kept.answers.review(period("2022"), kept.session.view())
    lines = {one.reference: one for part in found.review.parts for one in part.cancelled}
    by = {name: line.cancelled_by and line.cancelled_by.order for name, line in lines.items()}
    assert (by["rm/1.1@2022-06"], by["letter/1@2022-07"]) == ("second", "letter")
    assert (by["rm/1.1@2022-10"], lines["rm/1.1@2022-06"].reason) == (None, None)
    review.review(found)
    shown = flat(capsys.readouterr().out)
    assert BY_ROADMAP in shown
    assert BY_ORDER in shown
    assert "reason: «Отпало»" in shown
