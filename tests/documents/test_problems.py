"""What a person is told before an order is recorded: where it is and what follows from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from engine.calendar.periods import Period
from engine.documents.checks.draft import check
from engine.documents.checks.names import against
from engine.documents.problems import Problem
from engine.errors import Code
from engine.events.orders import Place
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    PartyDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)

ORDER = OrderDraft(
    key="port-7",
    number="7",
    date="2022-03-05",
    issuer="Управление вод",
    signatory=PersonDraft(name="В.В. Якорев"),
    control="signatory",
)
MEASURE = MeasureDraft(
    number="1",
    title="Чинить сети",
    deadline="май 2022",
    executors=("Порт",),
    source=Place(table=1, row=2),
)
ROADMAP = RoadmapDraft(
    key="port",
    title="План вод",
    horizon=HorizonDraft(start="2022-01-01", end="2023-12-31"),
    measures=(MEASURE,),
)
DRAFT = Draft(order=ORDER, roadmaps=(ROADMAP,))


def changed(item: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(item, **fields)


def of_measures(*measures: MeasureDraft, **order: Any) -> tuple[Problem, ...]:
    return check(
        changed(
            DRAFT, order=changed(ORDER, **order), roadmaps=(changed(ROADMAP, measures=measures),)
        )
    )


def of_roadmap(**fields: Any) -> tuple[Problem, ...]:
    return check(changed(DRAFT, roadmaps=(changed(ROADMAP, **fields),)))


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_sound_draft_has_none() -> None:
    assert check(DRAFT) == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"deadline": ""}, "deadline_missing"),
        ({"deadline": "когда рак свистнет"}, "deadline_unreadable"),
        ({"deadline": "31 июня 2022"}, "deadline_impossible_date"),
        ({"deadline": "май 2019"}, "deadline_outside_horizon"),
        ({"deadline": "январь 2022"}, "deadline_ended_before_approval"),
        ({"deadline": "по мере необходимости"}, "deadline_on_demand"),
        ({"deadline": "в соответствии с графиком порта"}, "deadline_external"),
        ({"deadline": "2022-2023"}, "deadline_ambiguous"),
        ({"executors": ()}, "no_executor"),
        ({"number": ""}, "number_missing"),
        ({"number": "И"}, "number_unreadable"),
        ({"title": "Изучать PISAи воду"}, "mixed_alphabets"),
        ({"expected_result": "Охвачено не менее 50 % рыбаков"}, "promised_number"),
    ],
)
def test_it_is_told_of_a_measure(fields: dict[str, Any], code: str) -> None:
    others = [changed(MEASURE, number=number) for number in ("2", "3")]
    problems = of_measures(changed(MEASURE, **fields), *others)
    (found,) = [problem for problem in problems if problem.code == code]
    assert (found.where.roadmap, found.where.table, found.where.row) == ("port", 1, 2)
    assert found.text
    assert found.outcome


def facts(code: str, *measures: MeasureDraft, **order: Any) -> dict[str, Any]:
    (found,) = [p for p in of_measures(*measures, **order) if p.code == code]
    return dict(found.facts)


def test_facts_are_values_and_their_english_is_plain() -> None:
    late = changed(MEASURE, deadline="май 2019, июнь 2019")
    said = facts("deadline_outside_horizon", late)
    assert (said["start"], said["end"]) == (dt.date(2022, 1, 1), dt.date(2023, 12, 31))
    may, june = said["days"]
    assert (may.start, june.end) == (dt.date(2019, 5, 1), dt.date(2019, 6, 30))
    (problem,) = [p for p in of_measures(late) if p.code == "deadline_outside_horizon"]
    assert problem.text == (
        "“май 2019, июнь 2019” (measure 1) lies outside the plan (2022-01-01 – 2023-12-31): "
        "2019-05-01 – 2019-05-31, 2019-06-01 – 2019-06-30."
    )


def test_lists_among_the_facts_are_tuples_and_codes_are_codes() -> None:
    missing = facts("order_particulars_missing", MEASURE, number="")["missing"]
    assert missing == ("number",)
    assert all(isinstance(name, Code) for name in missing)
    ended = facts("deadline_ended_before_approval", changed(MEASURE, deadline="январь, февраль"))
    assert ended["approved"] == dt.date(2022, 3, 5)
    assert [str(found) for found in ended["labels"]] == ["2022-01", "2022-02"]
    assert all(isinstance(found, Period) for found in ended["labels"])
    unsure = facts("deadline_ambiguous", changed(MEASURE, deadline="2022-2023"))
    assert (unsure["numbers"], isinstance(unsure["kind"], Code)) == (("1",), True)
    words = facts("mixed_alphabets", changed(MEASURE, title="Изучать PISAи и водуS"))["words"]
    assert words == ("PISAи", "водуS")
    twins = [changed(MEASURE, executors=(name,)) for name in ("МКУ ИМЦ", "МКУ ИМПЦ")]
    named = changed(DRAFT, parties=tuple(PartyDraft(name=m.executors[0]) for m in twins))
    (near,) = [p for p in check(named) if p.code == "executor_near_miss"]
    assert isinstance(near.facts["reason"], Code)


def test_points_with_terms_stand_for_the_term_of_their_measure() -> None:
    item = ItemDraft(title="Мыть", deadline="май 2022", executors=("Порт",))
    bare = changed(MEASURE, deadline="", executors=(), items=(item,))
    assert codes(of_measures(bare)) == []
    half = changed(bare, items=(item, ItemDraft(title="Сушить")))
    assert codes(of_measures(half)) == ["item_without_deadline"]


def test_numbers_that_repeat_or_skip() -> None:
    numbers = ("1", "2", "2", "5")
    problems = of_measures(*(changed(MEASURE, number=number) for number in numbers))
    assert codes(problems) == ["number_doubled", "number_gap"]


def test_numbers_that_begin_anew_in_each_section_are_told_once() -> None:
    parts = tuple(SectionDraft(number=n, title=n, measures=(MEASURE,)) for n in ("I", "III", "III"))
    problems = of_roadmap(measures=(), sections=parts)
    assert codes(problems) == ["numbers_repeat", "section_gap", "section_doubled"]


def test_a_plan_in_which_nobody_answers_is_told_once() -> None:
    bare = [changed(MEASURE, number=str(n), executors=()) for n in range(1, 6)]
    assert codes(of_measures(*bare)) == ["no_executors_at_all"]


@pytest.mark.parametrize(
    ("fields", "code", "severity"),
    [
        ({"number": ""}, "order_particulars_missing", "blocking"),
        ({"date": ""}, "order_particulars_missing", "blocking"),
        ({"signatory": None}, "order_particulars_missing", "warning"),
        ({"date": "05.03.2022"}, "not_a_day", "blocking"),
        ({"date": "2022-02-30"}, "not_a_day", "blocking"),
        ({"key": "Порт"}, "bad_key", "blocking"),
    ],
)
def test_it_is_told_of_the_order(fields: dict[str, Any], code: str, severity: str) -> None:
    (found,) = of_measures(MEASURE, **fields)
    assert (found.code, found.severity) == (code, severity)


def test_each_particular_that_is_missing_says_what_gives_it() -> None:
    bare = of_measures(MEASURE, number="", date="", issuer="", signatory=None)
    told = [(found.severity, found.text + found.outcome) for found in bare]
    assert [severity for severity, _ in told] == ["blocking", "blocking", "warning", "warning"]
    for way, (_, said) in zip(("--number", "--date", "--issuer", "YAML"), told, strict=True):
        assert way in said


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"horizon": HorizonDraft(start="", end="")}, "horizon_missing"),
        ({"horizon": HorizonDraft(start="2023-01-01", end="2022-01-01")}, "horizon_reversed"),
        ({"horizon": HorizonDraft(start="1200-01-01", end="2500-01-01")}, "horizon_far"),
        ({"horizon": HorizonDraft(start="2022-01-01", end="")}, "horizon_missing"),
        ({"horizon": HorizonDraft(start="2022", end="2022-12-31")}, "not_a_day"),
        ({"measures": ()}, "no_measures"),
        ({"annex": "Приложение 1 к приказу № 8 от 05.03.2022"}, "annex_names_another_order"),
        ({"annex": "Приложение 1 к приказу № 7 от 06.03.2022"}, "annex_names_another_order"),
        ({"annex": "Приложение № 3 к приказу от 05.03.2022 № 7"}, ""),
        ({"key": "a/b"}, "bad_key"),
    ],
)
def test_it_is_told_of_a_roadmap(fields: dict[str, Any], code: str) -> None:
    assert codes(of_roadmap(**fields)) == ([code] if code else [])


def test_two_roadmaps_need_two_keys() -> None:
    assert codes(check(changed(DRAFT, roadmaps=(ROADMAP, ROADMAP)))) == ["bad_key"]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("МКУ ИМЦ", "МКУ ИМПЦ", "letters"),
        ("УО и МП", "УОи МП", "spaces"),
        ("МКУ Порт", "МКУ «Порт»", "punctuation"),
        ("МКУ «МПЦ»", "Муниципальное казенное учреждение «Мой поиск цели»", "abbreviation"),
        ("Кураторы системы лодок", "Кураторы системы лодок порта", "shortened"),
        ("СОШ № 12", "СОШ № 13", ""),
        ("ОО", "ДОО", ""),
        ("Порт", "Маяк", ""),
    ],
)  # fmt: skip
def test_names_that_may_be_one_party_are_proposed(one: str, other: str, reason: str) -> None:
    named = changed(MEASURE, executors=(one, other))
    draft = changed(
        DRAFT,
        parties=(PartyDraft(name=one), PartyDraft(name=other)),
        roadmaps=(changed(ROADMAP, measures=(named,)),),
    )
    assert [problem.facts.get("reason") for problem in check(draft)] == ([reason] if reason else [])


def test_an_executor_of_no_party_is_told() -> None:
    for other in ("Маяк", "«Порт»"):  # quotes make another party of it: it is recorded as two
        named = changed(DRAFT, parties=(PartyDraft(name=other),))
        assert codes(check(named)) == ["executor_unknown"]


def test_a_place_from_another_document_is_told() -> None:
    home = "Сделать в Приморском муниципальном районе"
    titles = [home, home, home, home, "Сделать в городском округе Горноморск"]
    problems = of_measures(
        *(changed(MEASURE, number=str(n), title=title) for n, title in enumerate(titles, 1))
    )
    (found,) = problems
    assert (found.code, found.where.number) == ("names_another_place", "5")


def test_parties_are_compared_with_the_register() -> None:
    names = ("МКУ ИМПЦ", "МКУ «Порт»", 'мку  "Маяк"')
    draft = changed(DRAFT, parties=tuple(PartyDraft(name=name) for name in names))
    found = against(draft, ["МКУ ИМЦ", "МКУ Порт", "МКУ «Маяк»"])
    assert [(problem.facts["other"], problem.facts["reason"]) for problem in found] == [
        ("МКУ ИМЦ", "letters"),
        ("МКУ Порт", "punctuation"),
    ]


def test_an_order_and_its_roadmap_need_two_keys() -> None:
    assert codes(of_measures(MEASURE, key="port")) == ["bad_key"]
