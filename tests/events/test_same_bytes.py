"""The same batches give the same bytes in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.events import chain, codec
from engine.events.event import NewEvent
from engine.events.log import Source, StreamAppend
from engine.events.parties import OrganisationRegistered
from engine.events.parts import NoteMade, Risk
from engine.events.recorded import StoredEvent
from tests.support.ledgers import LEDGER_ID, Ledger, new, planned
from tests.support.logs import BACKENDS, place_on
from tests.support.raw import Raw

# All of Unicode that can be stored, with what escaping could get wrong drawn more often.
TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\0"),
        st.sampled_from(
            "\"\\/\b\f\n\r\t\x01\x1f\x7f\x85\u2028\u2029\ufeff\uffff'{}[],:яё\U0001f600"
        ),
    ),
    max_size=40,
)


def noted(comment: str, risk: Risk | None, on: date) -> NewEvent:
    note = NoteMade(source="planned", dest="planned", kind="interim", risk=risk)
    return new(note, {"comment": comment}, on=on)


_REGISTERED = st.builds(
    lambda name, aliases, on: new(OrganisationRegistered(name=name, aliases=tuple(aliases)), on=on),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dates(),
)
_NOTED = st.builds(
    noted, TEXTS, st.none() | st.sampled_from(["on_track", "at_risk", "late"]), st.dates()
)
_SOURCES = st.none() | st.builds(
    Source, sha256=TEXTS, table=st.none() | st.integers(1, 9), row=st.none() | st.integers(1, 9)
)
_APPENDS = st.one_of(
    st.builds(
        StreamAppend,
        stream=st.just("organisation/{}"),
        expected=st.just(0),
        events=st.lists(_REGISTERED, min_size=1, max_size=4).map(tuple),
        capacity=st.sampled_from(["own", "operator", "takeover"]),
        source=_SOURCES,
    ),
    st.builds(
        StreamAppend,
        stream=st.just("occurrence/rm/m001/{}"),
        expected=st.just(0),
        events=st.lists(_NOTED, max_size=3).map(lambda notes: (planned(), *notes)),
        capacity=st.sampled_from(["own", "decision"]),
        principal_id=st.none() | st.just("organisation/o1"),
    ),
)
BATCHES = st.lists(_APPENDS, min_size=1, max_size=3)
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture
def ledgers(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Ledger]]:
    """Give one opened rehearsal of each backend, all with the same ids, salts and clock."""
    with contextlib.ExitStack() as stack:
        places = [stack.enter_context(place_on(name, tmp_path, request)) for name in BACKENDS]
        found = [Ledger(place) for place in places]
        for ledger in found:
            stack.callback(ledger.close)
            ledger.log.append(ledger.genesis(found[0].login))
        yield found


def same(ledgers: list[Ledger], after: int) -> None:
    """Compare everything that was recorded behind a position, as objects and as stored."""
    memory, *kept = ledgers
    events = memory.log.events(after)
    for ledger in kept:
        assert ledger.log.events(after) == events
        assert ledger.log.words() == memory.log.words()
        assert ledger.log.head() == memory.log.head()
    sqlite, postgres = (
        Raw(ledger.place)("SELECT * FROM {words} WHERE position > ? ORDER BY position", [after])
        for ledger in kept
    )
    assert sqlite == postgres
    texts = {position: (salt, text) for position, salt, text in sqlite}
    for event in events:
        if event.words_commitment is None:
            assert event.position not in texts
        else:
            assert chain.commitment(*texts[event.position]) == event.words_commitment


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(batches=BATCHES, at=INSTANTS)
def test_the_same_batches_give_the_same_bytes(
    ledgers: list[Ledger], batches: list[StreamAppend], at: datetime
) -> None:
    after = ledgers[0].log.head().position
    appends = [
        msgspec.structs.replace(append, stream=append.stream.format(f"{after}-{number}"))
        for number, append in enumerate(batches)
    ]
    for ledger in ledgers:
        ledger.clock.now = at
        ledger.append(*appends)
    same(ledgers, after)


def test_the_genesis_gives_the_same_bytes(ledgers: list[Ledger]) -> None:
    same(ledgers, 0)
    events = ledgers[0].log.events()
    assert list(chain.verified(LEDGER_ID, events)) == events


# -- what is hashed -----------------------------------------------------------------------------


def test_postgres_and_python_write_every_character_alike(postgres_ledger: Ledger) -> None:
    points = [point for point in range(1, 0x10000) if not 0xD800 <= point <= 0xDFFF]
    points += [*range(0x10000, 0x110000, 257), 0x10FFFF]
    texts = [chr(point) for point in points] + ["".join(map(chr, points[:256]))]
    rows = Raw(postgres_ledger.place)(
        "SELECT t.text, to_json(t.text)::text FROM unnest(?::text[]) AS t (text)", [texts]
    )
    assert len(rows) == len(texts) > 63_000
    assert [text for text, written in rows if written != codec.canonical(text)] == []


NUMBERS = ("position", "version", "type_version", "ordinal")
NULLABLE = (
    *("principal_id", "login_id", "context", "request_digest", "words_commitment"),
    *("signature", "key_id"),
)


def test_no_two_events_have_the_same_preimage() -> None:
    """Ten thousand pairs that differ in a few columns, full of quotes, commas and brackets."""
    chance = random.Random(8)  # noqa: S311  (the same pairs in every run)

    def drawn(name: str) -> str | int | None:
        if name in NUMBERS:
            return chance.randrange(120)
        if name in NULLABLE and chance.random() < 0.3:
            return None
        return "".join(chance.choices('",[]\\n\n 0nul', k=chance.randrange(5)))

    for _ in range(10_000):
        one = {name: drawn(name) for name in chain.HASHED}
        other = one | {name: drawn(name) for name in chance.sample(chain.HASHED, 2)}
        first, second = (
            chain.preimage("l", msgspec.convert({**columns, "hash": ""}, StoredEvent))
            for columns in (one, other)
        )
        assert (first == second) == (one == other)


def test_an_events_hash_depends_on_its_ledger(ledgers: list[Ledger]) -> None:
    event = ledgers[0].log.events()[0]
    assert chain.event_hash(LEDGER_ID, event) == event.hash
    assert chain.event_hash(LEDGER_ID[::-1], event) != event.hash
