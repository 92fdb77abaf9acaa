"""Two years of an office in one place: every state that an occurrence can be in by the review."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.workflows.occurrence.commands import Cancel, Evaluate, Report, Return
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import Draft, ItemDraft, SectionDraft
from tests.support.approving import draft, item, measure, roadmap
from tests.support.offices import RehearsedOffice


def play(office: RehearsedOffice) -> RehearsedOffice:
    """Have a roadmap of 2021–2023 approved, and 2022 worked through as far as 10 January 2023."""
    office.orders.record(Approval(draft=_two_sections()))
    school = office.executor("Иван Учитель", member_of=("Школа",))
    centre = office.executor("Инна Методист", member_of=("Центр",))
    supervisor = office.supervisor()
    operator = office.operator()

    def report(who: str, reference: str, on: str, **said: Any) -> None:
        office.clock.on(*map(int, on.split("-")))
        command = Report(**{"result": "Сделано", **said})
        office.speaking(who).occurrences.take(reference, command)

    def judge(reference: str, on: str, command: Evaluate | Return | Cancel) -> None:
        office.clock.on(*map(int, on.split("-")))
        office.speaking(supervisor).occurrences.take(reference, command)

    report(school, "rm/1.1@2022-03", "2022-03-20")  # in time, done
    judge("rm/1.1@2022-03", "2022-04-01", Evaluate(verdict="done", justification="Протокол 3"))
    report(school, "rm/1.1@2022-09", "2022-10-05", completeness="partly")  # late, partly
    judge("rm/1.1@2022-09", "2022-10-10", Evaluate(verdict="partly", justification="Протокол 3"))
    report(centre, "rm/1.2@2022", "2022-11-01")  # returned, then in work
    judge("rm/1.2@2022", "2022-11-02", Return(reason="Нет приложения"))
    report(school, "rm/2.1", "2022-05-05", completeness="not_done")
    judge("rm/2.2@2022-06", "2022-06-01", Cancel(reason="Отпало", basis="Приказ 5"))
    judge("rm/2.2@2022-11", "2022-12-15", Cancel(reason="Отпало", basis="Приказ 6"))
    office.clock.on(2022, 7, 1)
    office.speaking(operator).occurrences.take(
        "rm/2.3", Report(on=date(2022, 6, 28), result="По просьбе"), on_behalf_of="Школа"
    )
    report(centre, "rm-order/3", "2022-04-15")  # an item of the order, late
    report(centre, "rm/2.4@1:2022-12", "2023-01-10")  # late, not yet evaluated
    return office.speaking(office.founder)


def _two_sections() -> Draft:
    first = SectionDraft(
        number="1",
        title="Учёба",
        measures=(
            measure("март, сентябрь ежегодно", "Школа", "Центр", number="1.1"),
            measure("ежегодно", "Центр", number="1.2", expected_result="Сводка"),
            measure("2021-2022", "Центр", "Школа", number="1.3"),
            measure("2022-2023", "Школа", number="1.4"),
            measure("ноябрь – май", "Школа", number="1.5"),
        ),
    )
    second = SectionDraft(
        number="2",
        title="Прочее",
        measures=(
            measure("май 2022", "Школа", number="2.1"),
            measure("июнь 2022, ноябрь 2022", "Центр", number="2.2"),
            measure("по мере необходимости", "Школа", number="2.3"),
            measure("", "Центр", number="2.4", items=(item("декабрь 2022"), item("февраль 2023"))),
            measure("когда-нибудь", "Центр", number="2.5"),
        ),
    )
    items = (
        ItemDraft(number="1", title="Утвердить план"),
        item("март 2022", "Центр", number="3"),
        item("когда-нибудь", "Школа", number="4"),
    )
    return draft(roadmap(sections=(first, second)), date="2021-12-20", items=items)
