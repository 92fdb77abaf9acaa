"""A person whom a printed text mentions stands in words alone, and is shown all the same."""

from __future__ import annotations

import msgspec
import pytest

from engine.calendar import periods
from engine.events.log import EventLog
from engine.workflows.orders.draft import (
    Draft,
    IndicatorDraft,
    ItemDraft,
    MeasureDraft,
    PassportDraft,
    PersonDraft,
    SectionDraft,
)
from tests.support import approving
from tests.support.offices import SCHOOL, RehearsedOffice

NAME = "Волнова А.С."


def saying(text: str) -> str:
    return f"{text} ({NAME})"


def printed() -> Draft:
    """Return an order of which every printed text mentions the same person."""
    inner = ItemDraft(number="1)", title=saying("Часть"), executors=(SCHOOL,))
    asked = MeasureDraft(
        number="1",
        title=saying("Мера"),
        deadline=f"до 30.06.2022, отв. {NAME}",
        executors=(SCHOOL, NAME),
        participants=saying("Учителя"),
        expected_result=saying("Справка"),
        items=(inner,),
    )
    plan = approving.roadmap(
        title=saying("План"),
        annex=saying("Приложение"),
        passport=(PassportDraft(label=saying("Цели"), text=("Первое", saying("Второе"))),),
        indicators=(
            IndicatorDraft(name=saying("Доля"), unit=saying("%"), method=saying("Подсчёт")),
        ),
        sections=(
            SectionDraft(number="I", title="Первый"),
            SectionDraft(number="II", title=saying("Раздел"), measures=(asked,)),
        ),
    )
    item = ItemDraft(
        number="2", title=saying("Пункт"), deadline="до 1 мая 2022 года", executors=(SCHOOL,)
    )
    return approving.draft(
        plan,
        number="7-о",
        title=saying("О плане"),
        issuer=saying("Управление"),
        parent=saying("Письмо"),
        signatory=PersonDraft(name="Иван Первый", post=saying("начальник")),
        control=PersonDraft(name="Пётр Второй", post=saying("заместитель")),
        items=(item,),
    )


@pytest.fixture
def filled(office: RehearsedOffice) -> RehearsedOffice:
    office.import_draft(printed())
    return office


def words_by_path(log: EventLog) -> dict[str, str]:
    """Return path -> the whole of a printed text, of all events."""
    found = (words.items() for words in log.words().values())
    return {path: text for items in found for path, text in items if "Волнов" in text}


def test_no_fact_and_no_row_holds_the_name(filled: RehearsedOffice) -> None:
    log = filled.log
    assert [event.facts for event in log.events() if "Волнов" in event.facts] == []
    rows = [*log.rows("measures"), *log.rows("occurrences")]
    assert rows
    assert "Волнов" not in str(rows)


def test_the_words_have_each_text_under_its_path(filled: RehearsedOffice) -> None:
    known = words_by_path(filled.log)
    assert set(known) == {
        *("title", "issuer", "parent", "signatory_post", "control_post", "annex"),
        *("passport.1.label", "passport.1.text.2", "section.1.title", "expected_result"),
        *("participants", "items.1.title", "phrase", "unread", "name", "unit", "method"),
        *("executor.2",),
    }
    assert known["expected_result"] == saying("Справка")
    assert known["passport.1.text.2"] == saying("Второе")


def test_a_reading_is_that_of_the_whole_phrase(filled: RehearsedOffice) -> None:
    [measure] = [row for row in filled.log.rows("measures") if row["own_id"] == "m001"]
    stored = str(measure["measure"])
    assert '"phrase":"до 30.06.2022, отв. […]"' in stored
    assert '"end":"2022-06-30"' in stored


def test_what_is_shown_is_what_is_printed(filled: RehearsedOffice) -> None:
    answers = filled.answers
    roadmap, order, measure = (answers.show(name) for name in ("rm", "rm-order", "rm/1"))
    occurrence = answers.occurrence("rm/1@2022-06-30")
    for answer in (roadmap, order, measure, occurrence):
        assert "[…]" not in str(msgspec.to_builtins(answer, enc_hook=str))
    assert answers.measure("rm/1").title == occurrence.title == saying("Мера")
    assert [one.title for one in answers.roadmaps().roadmaps] == [saying("План")]


def test_a_review_leaves_it_out_and_is_shown_with_it(filled: RehearsedOffice) -> None:
    shown = filled.answers.review(periods.period("2022"), filled.session.view())
    assert "Волнов" not in str(msgspec.to_builtins(shown.review, enc_hook=str))
    headings = [shown.heading(part) for part in shown.review.parts]
    titles = [shown.title(line) for part in shown.review.parts for line in part.due]
    assert headings == [saying("План"), saying("О плане")]
    assert titles == [saying("Мера"), saying("Пункт")]


def test_it_is_written_out_and_taken_in_again_as_it_was(filled: RehearsedOffice) -> None:
    draft = filled.orders.export("rm")
    assert "[…]" not in str(msgspec.to_builtins(draft))
    assert saying("Мера") in str(msgspec.to_builtins(draft))
    assert filled.import_draft(printed()) is None
    assert filled.import_draft(draft) is None


def test_an_amendment_keeps_the_rest(filled: RehearsedOffice) -> None:
    text = msgspec.json.encode(printed()).decode().replace("Справка", "Отчёт")
    filled.import_draft(msgspec.json.decode(text, type=Draft))
    measure = filled.answers.measure("rm/1")
    assert (measure.title, measure.expected_result) == (saying("Мера"), saying("Отчёт"))
    assert [event.facts for event in filled.log.events() if "Волнов" in event.facts] == []
