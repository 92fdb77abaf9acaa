"""How people name a measure or an occurrence, in what was folded and in the rows of every log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from engine.errors import LISTED, Ambiguous, NotFound
from engine.events.log import EventLog
from engine.events.read_tables import Value
from engine.events.roadmaps import DeadlineRead
from engine.events.streams import MeasurePath, Reference
from engine.office.finding import Rows
from engine.projections import measures, occurrences
from engine.projections.references import Directory, Folded, find_measure, find_occurrence, names
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue, Measure
from tests.support.logs import BACKENDS, place_on


def _read(phrase: str) -> DeadlineRead:
    return DeadlineRead(
        measure="m001",
        item=None,
        phrase=phrase,
        kind="year",
        rule="",
        rule_set="1",
        rrule=None,
        windows=(),
        unread="",
        ambiguous=False,
    )


def measure(owner: str, ident: str, number: str, phrase: str = "2022") -> Measure:
    rank = int("".join(filter(str.isdecimal, ident)))
    return Measure(
        owner=owner,
        id=ident,
        rank=rank,
        number=number,
        title="Мера",
        deadlines=(_read(phrase),),
    )


MEASURES = (
    measure("bolshoe", "m001", "1.1."),
    measure("bolshoe", "m002", "1.3."),
    measure("bolshoe", "m003", "1.3"),
    measure("bolshoe", "m004", "2.А)"),
    measure("bolshoe", "m005", ""),
    measure("bolshoe", "m006", "3/1"),
    measure("bolshoe", "m007", "1.10."),
    measure("malen", "m001", "1.1"),
    measure("malen", "m002", "4", "по мере необходимости"),
    measure("malen-2", "m001", "1.1"),
    measure("malen-2", "m002", "7"),
    measure("prikaz", "i1.1", "1.1"),
    Measure(owner="prikaz", id="i7", rank=2, number="7.", title="Пункт без срока"),
)
CATALOGUE = Catalogue({}, {}, {one.path: one for one in MEASURES})
OCCURRENCES = [
    Occurrence(stream=f"occurrence/{owner}/{ident}/{key}", version=1)
    for owner, ident, keys in (
        ("bolshoe", "m001", ("2021-08", "2022-08", "2022-08~2", "2022-10")),
        ("bolshoe", "m002", ("2022",)),
        ("bolshoe", "m003", ("2022",)),
        ("bolshoe", "m004", ("1:2022-05", "2:2022-05", "2:2022-09", "3:2022-11-01")),
        ("bolshoe", "m007", ("2021..2022",)),
        ("malen", "m001", ("2022-S",)),
        ("malen-2", "m002", ("2022-Q1", "2022-S~2", "5:2022-S")),
    )
    for key in keys
]


def rows(log: EventLog, known: Iterable[Measure], due: Iterable[Occurrence]) -> Rows:
    """Return a directory over *log*, whose rows are made those of *known* and *due*."""
    added: dict[str, Value] = {"position": 1, "hash": "0" * 64}
    tables = {
        measures.TABLE: [{**measures.row(one), **added} for one in known],
        occurrences.TABLE: [{**occurrences.row(one), **added} for one in due],
    }
    assert log.replace_rows(tables, log.head()) is not None
    return Rows(log)


@pytest.fixture(scope="module", params=["folded", *BACKENDS])
def directory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Directory]:
    """Give the same measures and occurrences, folded and in the rows of each log."""
    if request.param == "folded":
        yield Folded(CATALOGUE, OCCURRENCES)
        return
    with place_on(request.param, tmp_path_factory.mktemp("ledger"), request) as place:
        log = place.open(create=True)
        yield rows(log, MEASURES, OCCURRENCES)
        log.close()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("bolshoe/1.1", "bolshoe/m001"),
        ("bolshoe/1.1.", "bolshoe/m001"),
        (" bolshoe/1.1 ", "bolshoe/m001"),
        ("bol/1.1", "bolshoe/m001"),
        ("1.10", "bolshoe/m007"),
        ("1.10.@2021", "bolshoe/m007"),
        ("bolshoe/1.3~1", "bolshoe/m002"),
        ("bolshoe/1.3~2", "bolshoe/m003"),
        ("1.3~2", "bolshoe/m003"),
        ("1.3.~2", "bolshoe/m003"),
        ("2.а", "bolshoe/m004"),
        ("2.А)", "bolshoe/m004"),
        ("m003", "bolshoe/m003"),
        ("bolshoe/m003", "bolshoe/m003"),
        ("bolshoe/m005", "bolshoe/m005"),
        ("bolshoe/m006", "bolshoe/m006"),
        ("malen/1.1", "malen/m001"),
        ("malen-2/1.1", "malen-2/m001"),
        ("malen-/1.1", "malen-2/m001"),
        ("prikaz/1.1", "prikaz/i1.1"),
        ("i1.1", "prikaz/i1.1"),
        ("7", "malen-2/m002"),
        ("prikaz/7", "prikaz/i7"),
    ],
)
def test_a_measure_is_named_by_number_or_id(directory: Directory, text: str, path: str) -> None:
    assert find_measure(directory, text).measure.path == path


@pytest.mark.parametrize("path", [one.path for one in MEASURES])
def test_the_name_that_is_shown_leads_back(directory: Directory, path: str) -> None:
    owner = MeasurePath.parse(path).owner
    assert find_measure(directory, f"{owner}/{names(MEASURES)[path]}").measure.path == path


def test_names_are_as_short_as_they_can_be() -> None:
    shown = names(MEASURES)
    assert shown["bolshoe/m001"] == "1.1"
    assert (shown["bolshoe/m002"], shown["bolshoe/m003"]) == ("1.3~1", "1.3~2")
    assert (shown["bolshoe/m005"], shown["bolshoe/m006"]) == ("m005", "m006")


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("bolshoe/1.3", ["bolshoe/1.3~1", "bolshoe/1.3~2"]),
        ("1.3", ["bolshoe/1.3~1", "bolshoe/1.3~2"]),
        ("1.1", ["bolshoe/1.1", "malen/1.1", "malen-2/1.1", "prikaz/1.1"]),
        ("mal/1.1", ["malen/1.1", "malen-2/1.1"]),
        ("m002", ["bolshoe/1.3~1", "malen/4", "malen-2/7"]),
    ],
)
def test_ambiguity_lists_candidates_that_can_be_typed(
    directory: Directory, text: str, candidates: list[str]
) -> None:
    with pytest.raises(Ambiguous) as refused:
        find_measure(directory, text)
    assert refused.value.facts["candidates"] == tuple(candidates)
    assert len({find_measure(directory, one).measure.path for one in candidates}) == len(candidates)


def test_many_candidates_are_cut() -> None:
    many = {f"rm{n}/m001": measure(f"rm{n}", "m001", "1") for n in range(30)}
    with pytest.raises(Ambiguous) as refused:
        find_measure(Folded(Catalogue({}, {}, many), []), "1")
    assert len(refused.value.facts["candidates"]) == 30
    wrong, _remedy = refused.value.english()
    assert wrong.count(",") == LISTED - 1
    assert wrong.endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "@2022",
        "/1.1",
        "bolshoe/",
        "1.3~",
        "1.3~x",
        "1.3~0x",
        "1.3~" + "9" * 5000,
        "9.9",
        "1.3~3",
        "nirgends/1.1",
        "m999",
        "bolshoe/1.1/2",
        "'; DROP TABLE events",
        "𝒜",
        "1.1\x00",
        "r\x00m/1.1",
        "1.1\ud800",
    ],
)
def test_nonsense_is_not_found(directory: Directory, text: str) -> None:
    with pytest.raises(NotFound) as refused:
        find_measure(directory, text)
    assert not isinstance(refused.value, Ambiguous)
    assert str(refused.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("bolshoe/1.1@2021-08", "2021-08"),
        ("bolshoe/1.1@2021", "2021-08"),
        ("bolshoe/1.1@2022-08", "2022-08"),
        ("bolshoe/1.1@2022-08~2", "2022-08~2"),
        ("bolshoe/1.1@2022-1", "2022-10"),
        ("1.3~2@2022", "2022"),
        ("1.3~2", "2022"),
        ("1.10", "2021..2022"),
        ("1.10@2021..2022", "2021..2022"),
        ("malen/1.1@2022", "2022-S"),
        ("2.а@1:2022-05", "1:2022-05"),
        ("2.а@2:2022-05", "2:2022-05"),
        ("2.а@1:", "1:2022-05"),
        ("2.а@2:2022-09", "2:2022-09"),
        ("2.а@2022-09", "2:2022-09"),
        ("2.а@2022-11", "3:2022-11-01"),
        ("m003@2022", "2022"),
        ("malen/1.1@2022/23", "2022-S"),
        ("malen/1.1@ 2022/23 ", "2022-S"),
        ("malen-2/7@5:2022/23", "5:2022-S"),
        ("malen-2/7@2022/23", "5:2022-S"),
        ("malen-2/7@2022/23~2", "2022-S~2"),
        # Several roadmaps have a 1.1, and one of them alone such an occurrence.
        ("1.1@2021-08", "2021-08"),
        ("1.1@2022/23", "2022-S"),
        ("1.1@2022-S", "2022-S"),
        ("m002@2022-Q1", "2022-Q1"),
    ],
)
def test_an_occurrence_is_named_by_its_label_or_the_beginning_of_it(
    directory: Directory, text: str, key: str
) -> None:
    assert find_occurrence(directory, text)[1].key == key


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("bolshoe/1.1", ["2021-08", "2022-08", "2022-08~2", "2022-10"]),
        ("bolshoe/1.1@2022", ["2022-08", "2022-08~2", "2022-10"]),
        ("2.а@2022-05", ["1:2022-05", "2:2022-05"]),
        ("2.а@2:", ["2:2022-05", "2:2022-09"]),
        ("1.1@2022", ["2022-08", "2022-08~2", "2022-10", "2022-S"]),
    ],
)
def test_an_ambiguous_label_lists_occurrences_that_can_be_typed(
    directory: Directory, text: str, candidates: list[str]
) -> None:
    with pytest.raises(Ambiguous) as refused:
        find_occurrence(directory, text)
    listed = refused.value.facts["candidates"]
    assert [one.partition("@")[2] for one in listed] == candidates
    assert [find_occurrence(directory, one)[1].key for one in listed] == candidates


def test_an_unknown_label_lists_the_known_ones(directory: Directory) -> None:
    with pytest.raises(NotFound, match=r"bolshoe/1\.1@2021-08, bolshoe/1\.1@2022-08") as refused:
        find_occurrence(directory, "bolshoe/1.1@2030")
    assert not isinstance(refused.value, Ambiguous)


@pytest.mark.parametrize("label", ["2030", "2022~x", "2022-07~", "2023/24", "2022/24", "~", ":"])
def test_of_several_measures_none_has_such_a_label(directory: Directory, label: str) -> None:
    with pytest.raises(NotFound) as refused:
        find_occurrence(directory, f"1.1@{label}")
    assert not isinstance(refused.value, Ambiguous)
    wrong, remedy = refused.value.english()
    assert wrong == f"none of several measures “1.1” has the period “{label}”"
    assert remedy == (
        "Known here: bolshoe/1.1@2021-08, bolshoe/1.1@2022-08, bolshoe/1.1@2022-08~2, "
        "malen/1.1@2022-S, malen-2/1.1, prikaz/1.1, bolshoe/1.1@2022-10."
    )


def test_of_many_periods_some_of_each_measure_are_told() -> None:
    known = {f"{owner}/m001": measure(owner, "m001", "1") for owner in ("a", "b")}
    months = [f"2022-{month:02}" for month in range(1, 13)]
    due = [Occurrence(stream=f"occurrence/{owner}/m001/{m}") for owner in "ab" for m in months]
    with pytest.raises(NotFound) as refused:
        find_occurrence(Folded(Catalogue({}, {}, known), due), "1@2030")
    told = refused.value.english()[1]
    assert (told.count("a/1@"), told.count("b/1@")) == (LISTED // 2, LISTED // 2)
    assert told.endswith("….")


def test_a_measure_without_occurrences_says_what_its_deadline_was(directory: Directory) -> None:
    with pytest.raises(NotFound, match="по мере необходимости"):
        find_occurrence(directory, "malen/4")


def test_a_reference_is_split_and_not_interpreted() -> None:
    found = Reference.parse("rm/1.3~2@3:2022-08~2")
    assert (found.owner, found.number, found.repeat, found.key) == (
        "rm",
        "1.3",
        2,
        "3:2022-08~2",
    )


def test_what_is_added_later_renames_nothing_before_it() -> None:
    before = names(MEASURES)
    later = measure("bolshoe", "m008", "9.9")
    after = names([*MEASURES, later])
    assert {path: after[path] for path in before} == before
