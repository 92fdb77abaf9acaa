"""After an amendment every screen shows both deadlines and both judgements, and late records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cli.screens import occurrence, review, show
from engine.calendar.periods import period
from engine.wording import language
from tests.support.amended_office import amended_office
from tests.support.offices import RehearsedOffice

Drawn = Callable[..., str]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Drawn]:
    """Give what draws an answer: in English, 80 columns wide unless told otherwise."""
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("VEKHA_LANG", "en")
    language.settle()

    def draw(screen: Callable[[Any], None], answer: Any, width: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        screen(answer)
        return capsys.readouterr().out

    yield draw
    monkeypatch.undo()
    language.settle()


@pytest.fixture(scope="module")
def kept() -> Iterator[RehearsedOffice]:
    """Give an office with amended deadlines; to be looked at."""
    with amended_office() as office:
        yield office


def flat(text: str) -> str:
    """Return *text* in one line."""
    return " ".join(text.split())


def row(text: str, number: str) -> str:
    """Return the row of a measure in one line: from its number to the next one."""
    lines = text.splitlines()
    [first] = [at for at, line in enumerate(lines) if line.startswith(f"{number} ")]
    after = [at for at in range(first + 1, len(lines)) if not lines[at].startswith((" ", "@"))]
    return flat(" ".join(lines[first : min(after, default=None)]))


# -- show ROADMAP, show ORDER ----------------------------------------------------------------------


def test_a_roadmap_shows_the_original_judgement_beside_the_present_one(
    kept: RehearsedOffice, drawn: Drawn
) -> None:
    told = drawn(show.shown, kept.answers.show("rm"))
    assert "·(!)" in row(told, "1")
    assert "·(!)" in row(told, "2")
    assert "+(±)" in row(told, "6")
    assert "(" not in row(told, "3").partition("recorded")[0]
    assert "(…) by the original deadline" in flat(told)


def test_a_roadmap_says_both_deadlines_in_words(kept: RehearsedOffice, drawn: Drawn) -> None:
    told = drawn(show.shown, kept.answers.show("rm"), 200)
    both = "@2022-06: 2022-09-30 (not begun); by the original deadline: 2022-06-30 (overdue)"
    assert both in row(told, "1")
    assert "by the original deadline" not in row(told, "3")


def test_an_item_of_an_order_shows_both_and_what_the_signs_mean(
    kept: RehearsedOffice, drawn: Drawn
) -> None:
    told = drawn(show.shown, kept.answers.show("letter"), 200)
    assert "·(!)" in row(told, "2")
    assert "by the original deadline: 2022-05-31 (overdue)" in row(told, "2")
    assert "! overdue" in told


def test_a_plan_that_was_never_amended_has_no_brackets(drawn: Drawn, kept: RehearsedOffice) -> None:
    told = drawn(show.shown, kept.answers.show("other"))
    assert "(" not in told


def test_the_list_of_roadmaps_counts_by_both(kept: RehearsedOffice, drawn: Drawn) -> None:
    told = drawn(show.shown, kept.answers.show(None), 120)
    first, _, second = told.partition("other  ")
    assert "6: done in time 2, partly done 1, overdue 2, not begun 1" in first
    assert "6: done in time 1, done late 1, partly done 1, overdue 3" in first
    assert "by the original deadlines" in first
    assert "by the original deadlines" not in second


# -- recorded late ---------------------------------------------------------------------------------

LATE = "recorded 2022-05-20, after the deadline"


@pytest.mark.parametrize("number", ["3", "4"], ids=["in full", "partly"])
def test_a_late_record_is_told_wherever_the_occurrence_is(
    number: str, kept: RehearsedOffice, drawn: Drawn
) -> None:
    measure = drawn(show.shown, kept.answers.measure(f"rm/{number}"), 120)
    assert LATE in flat(measure)
    assert LATE in flat(drawn(occurrence.shown, kept.answers.occurrence(f"rm/{number}")))
    assert LATE in row(drawn(show.shown, kept.answers.show("rm"), 120), number)


def test_the_review_tells_it_of_what_is_partly_done(kept: RehearsedOffice, drawn: Drawn) -> None:
    told = drawn(review.review, kept.answers.review(period("2022"), kept.session.view(), "rm"))
    assert LATE in row(told, "4")


def test_what_was_recorded_in_time_has_no_such_remark(kept: RehearsedOffice, drawn: Drawn) -> None:
    assert "after the deadline" not in drawn(show.shown, kept.answers.measure("rm/6"), 120)


# -- the review ------------------------------------------------------------------------------------


def test_the_review_gives_the_title_room_beside_both_deadlines(
    kept: RehearsedOffice, drawn: Drawn
) -> None:
    told = drawn(review.review, kept.answers.review(period("2022"), kept.session.view(), "rm"))
    assert "Провести муниципальный конкурс" in told
    assert "by the original deadline: 2022-06-30 (overdue)" in row(told, "1")
    assert "by the deadline now: 2022-09-30 (not begun)" in row(told, "2")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_width_loses_a_column_or_cuts_a_word(
    width: int, kept: RehearsedOffice, drawn: Drawn
) -> None:
    seen = kept.answers.review(period("2022"), kept.session.view())
    screens = (
        drawn(show.shown, kept.answers.show("rm"), width),
        drawn(show.shown, kept.answers.measure("rm/1"), width),
        drawn(review.review, seen, width),
    )
    for told in screens:
        assert max(map(len, map(str.rstrip, told.splitlines()))) <= width
        for word in ("муниципальный", "педагогического", "original", "(overdue)"):
            assert word in told, (word, told)
    assert "how" in screens[2]
    assert "not begun" in flat(screens[2])
