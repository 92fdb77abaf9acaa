"""An office whose plan was amended, with an occurrence of every kind that a screen must explain.

Looked at on 20 July 2022; the order is of 20 January, its amendments of 15 June and 5 July.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from engine.workflows.occurrence import commands
from engine.workflows.orders.draft import Draft, ItemDraft
from tests.support.approving import draft, measure, roadmap
from tests.support.logs import Place
from tests.support.offices import RehearsedOffice, office_on

SCHOOL = "Школа № 1"
LONG = "Провести муниципальный конкурс педагогического мастерства среди учителей"


def plan(moved_in_time: str, moved_too_late: str, *, order: str, on: date) -> Draft:
    """Return the plan, approved or amended by an *order* of the day *on*."""
    rows = (
        ("1", LONG, moved_in_time),
        ("2", "Обновить сайт", moved_too_late),
        ("3", "Собрать отчёты", "март 2022"),
        ("4", "Обследовать залы", "апрель 2022"),
        ("5", "Закупить учебники", "май 2022"),
        ("6", "Обучить завучей", moved_in_time),
    )
    measures = (measure(term, SCHOOL, number=number, title=title) for number, title, term in rows)
    return draft(roadmap(*measures), key=order, number=order, date=on.isoformat(), title="О плане")


def with_item(term: str) -> Draft:
    """Return an order with a roadmap of its own and an item that has to be done by *term*."""
    point = ItemDraft(number="2", title="Представить сводку", deadline=term, executors=(SCHOOL,))
    other = roadmap(measure("октябрь 2022", SCHOOL, number="1"), key="other", title="Второй план")
    fields = {"key": "letter", "number": "5", "date": "2022-01-21", "title": "О сводке"}
    return draft(other, **fields, items=(point,))


@contextmanager
def amended_office() -> Iterator[RehearsedOffice]:
    """Give the office, in memory.

    rm/1 moved in time and open · rm/2 moved after its deadline · rm/3 done in time and recorded
    late · rm/4 partly, recorded late · rm/5 returned · rm/6 moved in time, done by the new
    deadline · item 2 of the order ``letter`` moved after its deadline.
    """
    with office_on(Place("memory", None)) as office:
        office.clock.on(2022, 1, 21)
        office.import_draft(plan("июнь 2022", "май 2022", order="first", on=date(2022, 1, 20)))
        office.import_draft(with_item("май 2022"))
        _reported(office)
        office.clock.on(2022, 6, 15)
        amendment = plan("сентябрь 2022", "май 2022", order="second", on=date(2022, 6, 15))
        office.import_draft(amendment, amend=True)
        office.clock.on(2022, 7, 5)
        amendment = plan("сентябрь 2022", "сентябрь 2022", order="third", on=date(2022, 7, 5))
        office.import_draft(amendment, amend=True)
        office.import_draft(with_item("сентябрь 2022"))
        office.clock.on(2022, 7, 20)
        office.take("rm/6", commands.Report(result="Завучи обучены.", on=date(2022, 7, 11)), **BY)
        yield office


BY = {"on_behalf_of": SCHOOL}


def _reported(office: RehearsedOffice) -> None:
    office.clock.on(2022, 5, 20)
    office.take("rm/3", commands.Report(result="Собраны.", on=date(2022, 3, 30)), **BY)
    partly = commands.Report(result="Девять залов.", completeness="partly", on=date(2022, 4, 29))
    office.take("rm/4", partly, **BY)
    office.take("rm/5", commands.Report(result="Куплены.", on=date(2022, 5, 18)), **BY)
    office.speaking(office.supervisor())
    office.take("rm/5", commands.Return(reason="Нет накладных.", ground="substance"))
    office.speaking(office.founder)
