"""Old shapes are lifted once, on reading; what is stored stays as it was."""

from __future__ import annotations

import msgspec
import pytest

from engine.errors import LogDamaged
from engine.events import chain, codec, upcasting
from engine.events.event import REGISTER, Event, stored
from engine.events.upcasting import UPCASTERS, Facts
from engine.events.vocabulary import rows
from tests.support.ledgers import LEDGER_ID, Ledger, called, new, to
from tests.support.logs import Place


class First(Event, frozen=True, kw_only=True):
    """The shape of the first release."""

    NAME = "TestedThing"

    name: str
    old: int


class Third(Event, frozen=True, kw_only=True):
    """The shape of today: ``old`` was renamed in version 2, ``extra`` came with version 3."""

    NAME = "TestedThing"
    VERSION = 3

    name: str
    renamed: int
    extra: str | None


def renamed(facts: Facts) -> Facts:
    """1 → 2."""
    return {"name": facts["name"], "renamed": facts["old"]}


def extended(facts: Facts) -> Facts:
    """2 → 3."""
    return {**facts, "extra": None}


@pytest.fixture
def shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the third shape and the two steps to it."""
    monkeypatch.setitem(REGISTER, "TestedThing", Third)
    monkeypatch.setitem(UPCASTERS, ("TestedThing", 1), renamed)
    monkeypatch.setitem(UPCASTERS, ("TestedThing", 2), extended)


@pytest.mark.usefixtures("shapes")
@pytest.mark.parametrize(
    ("version", "facts"),
    [
        (1, '{"name":"Ёж","old":7}'),
        (2, '{"name":"Ёж","renamed":7}'),
        (3, '{"extra":null,"name":"Ёж","renamed":7}'),
    ],
)
def test_every_old_shape_reads_as_the_newest(version: int, facts: str) -> None:
    event = codec.decode("TestedThing", version, facts)
    assert event == Third(name="Ёж", renamed=7, extra=None)
    assert codec.decode("TestedThing", 3, codec.encode(event)) == event


@pytest.mark.usefixtures("shapes")
def test_a_version_from_the_future_is_refused_by_name() -> None:
    with pytest.raises(LogDamaged, match=r"TestedThing version 4.*does not know.*newer vekha"):
        codec.decode("TestedThing", 4, "{}")


@pytest.mark.usefixtures("shapes")
def test_a_gap_is_found_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert upcasting.missing() == []
    monkeypatch.delitem(UPCASTERS, ("TestedThing", 2))
    assert upcasting.missing() == [("TestedThing", 2)]
    with pytest.raises(LogDamaged, match="no way from version 2 to 3"):
        codec.decode("TestedThing", 1, '{"name":"x","old":1}')


@pytest.mark.usefixtures("shapes")
@pytest.mark.parametrize("facts", ['{"name":"x"}', "[]", "7", '{"name":7,"old":1}'])
def test_what_no_step_understands_is_damage(facts: str) -> None:
    with pytest.raises(LogDamaged, match="TestedThing version 1 cannot be read"):
        codec.decode("TestedThing", 1, facts)


def test_the_program_has_a_way_from_every_released_shape() -> None:
    assert upcasting.missing() == []


def test_a_stored_name_is_given_once() -> None:
    with pytest.raises(TypeError, match="PersonRegistered"):
        stored(
            msgspec.defstruct("Other", [], bases=(Event,), namespace={"NAME": "PersonRegistered"})
        )  # type: ignore[type-var]


def test_reading_old_shapes_changes_nothing_that_is_stored(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = (First, Third)
    place.widen(
        *(row for it in shapes for row in rows(it, ("organisation",), [("", "")], "anyone"))
    )
    ledger = Ledger(place).open()
    monkeypatch.setitem(REGISTER, "TestedThing", First)
    ledger.append(to("organisation/o1", called("а"), new(First(name="Ёж", old=7))))
    before = ledger.log.events()
    monkeypatch.setitem(REGISTER, "TestedThing", Third)
    monkeypatch.setitem(UPCASTERS, ("TestedThing", 1), renamed)
    monkeypatch.setitem(UPCASTERS, ("TestedThing", 2), extended)
    ledger.append(to("organisation/o1", new(Third(name="Уж", renamed=8, extra="да")), expected=2))
    read = [codec.recorded(event).event for event in ledger.log.events(after=5)]
    assert read == [
        Third(name="Ёж", renamed=7, extra=None),
        Third(name="Уж", renamed=8, extra="да"),
    ]
    stored_now = ledger.log.events()
    assert stored_now[:-1] == before
    assert [event.type_version for event in stored_now[-2:]] == [1, 3]
    assert len(list(chain.verified(LEDGER_ID, stored_now))) == 7
    ledger.close()
