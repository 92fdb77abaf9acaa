"""One command reads what it names: its cost does not grow with the ledger.

A small roadmap is worked on twice, beside few occurrences of other roadmaps and beside many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.office import Office
from engine.people.register import load
from engine.projections import occurrences
from engine.workflows.occurrence import commands
from engine.workflows.orders.approval import Approval
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    MeasureDraft,
    OrderDraft,
    RoadmapDraft,
)
from engine.workflows.personnel import AddPerson
from tests.support.counting import Asked, Counter, counted
from tests.support.logs import KEPT, Backend, place_on
from tests.support.offices import SCHOOL, RehearsedOffice, office_on

FEW = 96
MANY: dict[Backend, int] = {"sqlite": 10_000, "postgresql": 1_440}
"""How many occurrences there are at least in the large ledger."""

BATCH: dict[Backend, int] = {"sqlite": 10_000, "postgresql": 96}
"""How many of them are recorded at once."""

YEARS = 6
PHRASES = ("ежемесячно", "ежеквартально")
EACH = YEARS * (12 + 4)
"""Occurrences of one measure of each phrase."""

REFERENCE = "rm/2@2022-Q1"
MARGIN = 4
"""Rows, and SQLite's work in percent, by which two ledgers may differ (heights of its trees)."""


def filling(name: str, wanted: int, roadmaps: int = 1) -> Draft:
    """Return an order with so many roadmaps, and together at least *wanted* occurrences."""
    pairs = -(-wanted // (EACH * roadmaps))
    rows = tuple(
        MeasureDraft(
            number=f"{10 + pair}.{place}",
            title=f"Мера {pair} {phrase}",
            deadline=phrase,
            executors=(SCHOOL,),
        )
        for pair in range(pairs)
        for place, phrase in enumerate(PHRASES, 1)
    )
    horizon = HorizonDraft(start="2022-01-01", end=f"{2021 + YEARS}-12-31")
    return Draft(
        order=OrderDraft(key=f"{name}-order", number="8", date="2022-01-20"),
        roadmaps=tuple(
            RoadmapDraft(key=f"{name}.{count}", title="План", horizon=horizon, measures=rows)
            for count in range(roadmaps)
        ),
    )


@contextmanager
def ledger(
    backend: Backend, folder: Path, request: pytest.FixtureRequest, wanted: int
) -> Iterator[tuple[RehearsedOffice, Counter]]:
    """Give an office whose ledger holds at least *wanted* occurrences beside the small roadmap."""
    folder.mkdir()
    with (
        counted() as counter,
        place_on(backend, folder, request) as place,
        office_on(place) as office,
    ):
        office.import_small()
        for count in range(-(-wanted // BATCH[backend])):
            draft = filling(f"other{count}", min(wanted, BATCH[backend]))
            office.orders.record(Approval(draft=draft))
        held = len(office.log.rows(occurrences.TABLE.name, prefix="occurrence/other"))
        assert wanted <= held < 3 * wanted
        yield office, counter


def asked(office: RehearsedOffice, counter: Counter) -> dict[str, Asked]:
    """Return what one command of each kind asks of the store, in the course of one occurrence."""
    executor = office.executor("Иван Учитель", (SCHOOL, "Методический центр"))
    supervisor = office.supervisor()
    found: dict[str, Asked] = {}

    def note(name: str, person: str, call: Callable[[], object]) -> None:
        office.speaking(person)
        found[name] = counter.during(call)

    note("start", executor, lambda: office.take(REFERENCE, commands.Start()))
    note("report", executor, lambda: office.take(REFERENCE, commands.Report(result="Готово")))
    verdict = commands.Evaluate(verdict="done", justification="Протокол")
    note("evaluate", supervisor, lambda: office.take(REFERENCE, verdict))
    note("short", executor, lambda: office.take("1", commands.Start()))
    note("on demand", executor, lambda: office.take("rm/4", commands.Report(result="Помогли")))
    note("occurrence", executor, lambda: office.answers.occurrence(REFERENCE))
    note("measure", executor, lambda: office.answers.measure("rm/2"))
    newcomer = AddPerson(name="Пётр Новый", roles=("reader",), member_of=(SCHOOL,))
    note("people add", office.founder, lambda: office.people.add(newcomer))
    return found


@pytest.fixture(params=KEPT, scope="module")
def sizes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Asked], dict[str, Asked]]]:
    """Give what the same commands ask for in a small and in a large ledger."""
    backend: Backend = request.param
    tmp_path = tmp_path_factory.mktemp("reads")
    with ledger(backend, tmp_path / "few", request, FEW) as small:
        few = asked(*small)
    with ledger(backend, tmp_path / "many", request, MANY[backend]) as large:
        yield few, asked(*large)


def test_a_command_costs_as_much_in_a_large_ledger(
    sizes: tuple[dict[str, Asked], dict[str, Asked]],
) -> None:
    few, many = sizes
    for name, small in few.items():
        large = many[name]
        assert large.statements == small.statements, name
        assert abs(large.rows - small.rows) <= MARGIN, name
        assert large.work * 100 <= small.work * (100 + MARGIN), name


STATEMENTS: dict[Backend, int] = {"sqlite": 24, "postgresql": 10}
"""What one command asks at the most: on PostgreSQL each is a round trip, and an append is one."""

ROWS = 16
REGISTERS = "people add"
"""Whoever registers someone reads the whole register: an entry is a row, and a row its name."""


def test_a_command_asks_little(
    sizes: tuple[dict[str, Asked], dict[str, Asked]], request: pytest.FixtureRequest
) -> None:
    most = STATEMENTS[request.node.callspec.params["sizes"]]
    for name, found in sizes[0].items():
        beside = 10 if name == REGISTERS else 0
        assert found.statements <= most + beside, (name, found)
        assert found.rows <= ROWS + 2 * beside, (name, found)


@pytest.fixture
def twin(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Give the rows that a question about everything reads in a small and in a larger ledger."""

    def everything(office: Office, counter: Counter) -> int:
        return counter.during(office.answers.occurrences).rows

    with ledger("sqlite", tmp_path / "few", request, FEW) as small:
        few = everything(*small)
    with ledger("sqlite", tmp_path / "more", request, 3 * FEW) as larger:
        yield few, everything(*larger)


def test_the_counter_sees_a_question_about_everything(twin: tuple[int, int]) -> None:
    few, more = twin
    assert more - few > FEW


def test_the_counter_sees_a_table_that_is_searched_whole(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """No row comes back, and the machine has looked at all of them."""
    with ledger("sqlite", tmp_path / "few", request, FEW) as (office, counter):
        found = counter.during(
            lambda: office.log.rows(occurrences.TABLE.name, {"lead": "organisation/none"})
        )
        assert load(office.log).persons
    assert found.rows == 0
    assert found.work > FEW
