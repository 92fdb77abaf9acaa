"""Event and stored text: canonical, strict, and the same whatever the clock is made of."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from freezegun.api import FakeDate, FrozenDateTimeFactory
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LogDamaged, RefusedByRules
from engine.events import codec
from engine.events.event import REGISTER, Event
from engine.events.ledger import LedgerOpened
from engine.events.occurrences import OccurrencePlanned, ResultReported
from engine.events.orders import Executor, OrderItemIssued
from engine.events.parties import OrganisationRegistered
from engine.events.people import LoginMapped, PersonRegistered
from engine.events.recorded import StoredEvent
from tests.support.ledgers import DAY, Ledger, planned, to
from tests.support.logs import Place

SHAPES = sorted(REGISTER.items())


# -- canonical JSON -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}"),
        ({"b": 1, "a": [1, 2, []]}, '{"a":[1,2,[]],"b":1}'),
        ({"B": 1, "a": 2, "_": 3}, '{"B":1,"_":3,"a":2}'),
        ({"a": {"d": None, "c": True}}, '{"a":{"c":true,"d":null}}'),
        (['ё\n"\\/\x7f\u2028😀'], '["ё\\n\\"\\\\/\x7f\u2028😀"]'),
        (["\x01\x08\x0c\x1f"], '["\\u0001\\b\\f\\u001f"]'),
        ((2**53, -(2**53)), "[9007199254740992,-9007199254740992]"),
    ],
)
def test_canonical_json_has_sorted_keys_and_no_white_space(value: object, text: str) -> None:
    assert codec.canonical(value) == text
    assert codec.canonical(json.loads(text)) == text


@pytest.mark.parametrize("value", [1.0, {"a": 0.5}, [b"x"], {1: 2}, {"ключ": 1}, date(2022, 1, 1)])
def test_what_has_no_one_form_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        codec.canonical(value)


@pytest.mark.parametrize("value", ["\0", ["a\0"], {"a": "\ud800"}, 2**53 + 1, [-(2**64)]])
def test_what_the_databases_differ_on_is_refused(value: object) -> None:
    with pytest.raises(RefusedByRules):
        codec.canonical(value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_canonical_json_is_read_back_and_written_the_same(value: object) -> None:
    text = codec.canonical(value)
    assert json.loads(text) == value
    assert codec.canonical(json.loads(text)) == text
    assert "\n" not in text


# -- events ---------------------------------------------------------------------------------------


def test_facts_omit_nothing_and_hold_no_words() -> None:
    assert codec.encode(PersonRegistered()) == "{}"
    assert codec.encode(planned().event) == (
        '{"co_executors":[],"edition":null,"from":null,"key":"2022-09","lead":"organisation/o1",'
        '"origin":"edition","section":[],"to":"planned","window":{"end":"2022-09-30",'
        '"report_by":"2022-09-30","start":"2022-09-01","unshifted_end":null}}'
    )
    assert codec.encode(ResultReported(source="in_progress", completeness="full")) == (
        '{"closing":"lead","completeness":"full","evidence":[],"from":"in_progress",'
        '"headcount":null,"incoming":null,"party":null,"reason_code":null,"received_on":null,'
        '"to":"reported"}'
    )


def test_words_without_text_are_not_kept() -> None:
    event = ResultReported(source="in_progress", completeness="full", evidence=())
    assert codec.encode_words(event, {}) is None
    assert codec.encode_words(event, {"result": "", "evidence.1": ""}) is None
    assert codec.encode_words(event, {"result": "Да", "evidence.1": ""}) == '{"result":"Да"}'
    executor = Executor(party="person/p1", role="lead", as_printed=None)
    item = OrderItemIssued(item="i1", number="1", title="т", executors=(executor,), place=None)
    names = {f"executor.{number}": "Имя" for number in (2, 10, 1)}
    assert codec.encode_words(item, names) == (
        '{"executor.1":"Имя","executor.10":"Имя","executor.2":"Имя"}'
    )
    with pytest.raises(ValueError, match="no words named remark"):
        codec.encode_words(event, {"remark": "x"})


@pytest.mark.parametrize(("name", "event_class"), SHAPES)
def test_every_event_is_stored_under_a_name_of_its_own(name: str, event_class: type[Event]) -> None:
    assert name == event_class.NAME
    assert event_class.VERSION >= 1
    assert "." not in "".join(event_class.WORDS)
    fields = msgspec.structs.fields(event_class)
    assert not event_class.__struct_config__.omit_defaults, "what is null is written, too"
    assert not {"type", "effective_on"} & {field.encode_name for field in fields}


def test_no_shape_knows_floats() -> None:
    for _, event_class in SHAPES:
        schema = json.dumps(msgspec.json.schema(event_class))
        assert '"type": "number"' not in schema


@pytest.mark.parametrize(
    ("name", "version", "facts", "why"),
    [
        ("Unheard", 1, "{}", "Unheard version 1, which this program does not know"),
        ("PersonRegistered", 2, "{}", "PersonRegistered version 2, which this program does"),
        ("PersonRegistered", 0, "{}", "PersonRegistered version 0 cannot be read"),
        ("PersonRegistered", 1, '{"more":1}', "PersonRegistered version 1 cannot be read"),
        ("PersonRegistered", 1, "", "cannot be read"),
        ("PersonRegistered", 1, "[]", "cannot be read"),
        ("OrganisationRegistered", 1, '{"aliases":[]}', "missing required field `name`"),
        ("LoginMapped", 1, '{"term":"l","realm":"ldap"}', "LoginMapped version 1"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, version: int, facts: str, why: str) -> None:
    with pytest.raises(LogDamaged, match=why) as raised:
        codec.decode(name, version, facts)
    assert raised.value.exit_status == 7


def test_a_recorded_event_has_its_whole_envelope(memory_ledger: Ledger) -> None:
    memory_ledger.append(to("occurrence/rm/m001/2022-09", planned()), principal="person/p1")
    stored = memory_ledger.log.events()[-1]
    recorded = codec.recorded(stored)
    assert isinstance(recorded.event, OccurrencePlanned)
    assert recorded.recorded_at == memory_ledger.clock()
    assert recorded.effective_on == date(2022, 9, 1)
    same = set(StoredEvent.__struct_fields__) - {
        *("type", "type_version", "request_digest", "facts", "signature", "key_id", "prev_hash"),
        *("recorded_at", "effective_on"),
    }
    assert {name: getattr(recorded, name) for name in same} == {
        name: getattr(stored, name) for name in same
    }


# -- days and instants ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2022, 9, 1, 8, 30, tzinfo=UTC), "2022-09-01T08:30:00.000000Z"),
        (datetime(2022, 9, 1, 8, 30, 15, 7, tzinfo=UTC), "2022-09-01T08:30:15.000007Z"),
        (
            datetime(2023, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=3))),
            "2022-12-31T22:00:00.000000Z",
        ),
        (datetime(333, 2, 1, 1, tzinfo=UTC), "0333-02-01T01:00:00.000000Z"),
        (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_an_instant_has_one_text(instant: datetime, text: str) -> None:
    assert codec.instant_text(instant) == text
    assert len(text) == 27
    assert codec.instant(text) == instant


@given(st.dates())
def test_a_day_has_one_text(day: date) -> None:
    assert codec.day_text(day) == day.isoformat()
    assert len(codec.day_text(day)) == 10


def test_frozen_time_gives_the_same_bytes(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2022-09-01 08:30:15.123456")
    day, moment = datetime.now(UTC).date(), datetime.now(UTC)
    assert type(day) is FakeDate
    real = LoginMapped(
        term="l",
        realm="os",
        valid_from=DAY,
    )
    frozen = LoginMapped(term="l", realm="os", valid_from=day)
    assert codec.encode(frozen) == codec.encode(real) == MAPPED
    assert codec.instant_text(moment) == "2022-09-01T08:30:15.123456Z"
    assert codec.day_text(day) == codec.day_text(moment) == "2022-09-01"
    assert codec.instant("2022-09-01T08:30:15.123456Z") == moment


STREAM = "occurrence/rm/m001/2022-09"
MAPPED = '{"realm":"os","term":"l","valid_from":"2022-09-01","valid_to":null}'


def test_a_log_of_frozen_time_has_the_same_bytes(
    memory_ledger: Ledger, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2022-09-01 08:30:15.123456")
    frozen = Ledger(Place("memory", None))
    frozen.clock.now = datetime.now(UTC)
    frozen.open()
    for ledger, day in ((memory_ledger, DAY), (frozen, datetime.now(UTC).date())):
        ledger.append(to(STREAM, msgspec.structs.replace(planned(), effective_on=day)))
    assert frozen.log.events() == memory_ledger.log.events()
    assert isinstance(codec.recorded(frozen.log.events()[0]).event, LedgerOpened)


def test_a_field_of_dates_reads_real_dates_while_time_is_frozen(
    freezer: FrozenDateTimeFactory,
) -> None:
    freezer.move_to("2030-01-01")
    event = codec.decode("LoginMapped", 1, MAPPED)
    assert isinstance(event, LoginMapped)
    assert event.valid_from.isoformat() == "2022-09-01"
    assert codec.encode(event) == MAPPED
    assert isinstance(
        codec.decode("OrganisationRegistered", 1, '{"name":"x","aliases":[]}'),
        OrganisationRegistered,
    )
