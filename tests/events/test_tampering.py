"""Whoever changes history past the guards is found out, at the right place."""

from __future__ import annotations

import random
from collections.abc import Iterable

import msgspec
import pytest

from engine.errors import LogDamaged
from engine.events import chain, sql_log
from engine.events.chain import HASHED, Head
from engine.events.recorded import StoredEvent
from tests.support.ledgers import FOUNDER, LEDGER_ID, Ledger, called, spoken, to
from tests.support.raw import Raw

Events = list[StoredEvent]
change = msgspec.structs.replace


def filled(ledger: Ledger, count: int = 12) -> Events:
    """Append *count* events, every second with words; return the whole log."""
    for number in range(0, count, 2):
        ledger.append(
            to(f"organisation/o{number}", called(f"Школа {number}")),
            to(f"person/p{number}", spoken(f"Имя {number}")),
            principal=FOUNDER if number % 4 else None,
        )
    return ledger.log.events()


def found_at(events: Iterable[StoredEvent], ledger_id: str = LEDGER_ID) -> int | None:
    """Return the position at which verification stops, or None."""
    try:
        for _ in chain.verified(ledger_id, events):
            pass
    except LogDamaged as error:
        return int(error.facts["position"])
    return None


def other(event: StoredEvent, column: str) -> object:
    """Return any value but the stored one that the column may hold."""
    value = getattr(event, column)
    match column:
        case "version" | "type_version" | "ordinal":
            return value + 50
        case "auth_method":
            return "os"
        case "recorded_at" | "effective_on":
            return value.replace("2022", "2021")
        case "words_commitment" | "prev_hash" | "hash":
            return f"{'e' if value[:1] == 'f' else 'f'}{value[1:]}" if value else "0" * 64
        case _:
            return f"{value}x"


def test_every_edited_field_is_found_in_the_database(kept: Ledger) -> None:
    filled(kept)
    raw = Raw(kept.place)
    for position in (1, 2, 9, 16):
        event = kept.log.events()[position - 1]
        for column in (*HASHED[1:], "hash"):
            edit = f"UPDATE {{events}} SET {column} = ? WHERE position = ?"
            raw.without_guards((edit, (other(event, column), position)))
            assert found_at(kept.log.events()) == position, column
            raw.without_guards((edit, (getattr(event, column), position)))
    assert found_at(kept.log.events()) is None


def test_an_emptied_field_is_found(kept: Ledger) -> None:
    filled(kept)
    raw = Raw(kept.place)
    raw.without_guards(("UPDATE {events} SET words_commitment = NULL WHERE position = 6", ()))
    assert found_at(kept.log.events()) == 6


def test_a_thousand_edits_of_one_character_are_found(memory_ledger: Ledger) -> None:
    events = filled(memory_ledger, 60)
    chance = random.Random(12)  # noqa: S311  (the same edits in every run)
    for _ in range(1_000):
        position = chance.randrange(1, len(events) + 1)
        event = events[position - 1]
        column = chance.choice([*HASHED[1:], "hash"])
        edited = change(event, **{column: altered(getattr(event, column), chance)})
        assert found_at([*events[: position - 1], edited, *events[position:]]) == position


def altered(value: object, chance: random.Random) -> object:
    """Return *value* with one bit of one character the other way round."""
    match value:
        case int():
            return value ^ (1 << chance.randrange(8))
        case str() if value:
            at = chance.randrange(len(value))
            return value[:at] + chr(ord(value[at]) ^ (1 << chance.randrange(4))) + value[at + 1 :]
        case _:
            return "x"


def test_an_event_that_is_gone_is_found(kept: Ledger) -> None:
    events = filled(kept)
    for position in range(1, len(events)):
        assert found_at(events[: position - 1] + events[position:]) == position
    Raw(kept.place).without_guards(("DELETE FROM {events} WHERE position = 7", ()))
    assert found_at(kept.log.events()) == 7


def test_events_in_another_order_are_found(memory_ledger: Ledger) -> None:
    events = filled(memory_ledger)
    for one in range(len(events)):
        for other in range(one + 1, len(events)):
            swapped = list(events)
            swapped[one], swapped[other] = (
                change(events[other], position=one + 1),
                change(events[one], position=other + 1),
            )
            assert found_at(swapped) == one + 1


def test_an_event_twice_or_put_in_between_is_found(memory_ledger: Ledger) -> None:
    events = filled(memory_ledger)
    moved = [change(event, position=event.position + 1) for event in events]
    for at in range(1, len(events)):
        twice = [*events[:at], events[at - 1], *events[at:]]
        assert found_at(twice) == at + 1
        between = change(moved[at - 1], version=99)
        assert found_at([*events[:at], between, *moved[at:]]) == at + 1


def test_another_ledgers_events_are_found(memory_ledger: Ledger) -> None:
    events = filled(memory_ledger)
    assert found_at(events, ledger_id="f" * 32) == 1
    foreign: Events = []
    head = Head()
    for event in events:
        copy = change(event, actor_id="person/forger", prev_hash=head.hash)
        foreign.append(change(copy, hash=chain.event_hash("f" * 32, copy)))
        head = Head(event.position, foreign[-1].hash)
    assert found_at(foreign, ledger_id="f" * 32) is None
    for at in range(1, len(events)):
        assert found_at([*events[:at], *foreign[at:]]) == at + 1


def test_whoever_hashes_everything_anew_is_not_found_by_the_chain(memory_ledger: Ledger) -> None:
    """What the chain alone cannot tell: only a digest that was kept elsewhere can."""
    events = filled(memory_ledger)
    forged: Events = []
    head = Head()
    for event in events:
        copy = change(event, prev_hash=head.hash)
        if event.position == 5:
            copy = change(copy, facts=event.facts.replace("Школа", "Сад"))
        forged.append(change(copy, hash=chain.event_hash(LEDGER_ID, copy)))
        head = Head(event.position, forged[-1].hash)
    assert found_at(forged) is None
    assert forged[-1].hash != events[-1].hash


# -- what is noticed at every open ----------------------------------------------------------------


def refused(ledger: Ledger, position: int) -> None:
    with pytest.raises(LogDamaged) as raised:
        ledger.place.open()
    assert raised.value.facts["position"] == position


def test_opening_finds_an_edit_in_the_last_events(kept: Ledger) -> None:
    filled(kept)
    raw = Raw(kept.place)
    for position in (16, 10, 1):
        edit = f"UPDATE {{events}} SET actor_id = actor_id || 'x' WHERE position = {position}"
        raw.without_guards((edit, ()))
        refused(kept, position)


def test_opening_reads_no_further_back_than_it_promises(
    kept: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql_log, "TAIL", 4)
    events = filled(kept)
    assert len(events) == 16
    raw = Raw(kept.place)
    raw.without_guards(("UPDATE {events} SET actor_id = 'x' WHERE position = 12", ()))
    kept.place.open().close()
    assert found_at(kept.log.events()) == 12
    raw.without_guards(("UPDATE {events} SET actor_id = 'x' WHERE position = 13", ()))
    refused(kept, 13)


def test_opening_finds_a_cut_tail(kept: Ledger) -> None:
    filled(kept)
    Raw(kept.place).without_guards(
        ("DELETE FROM {words} WHERE position > 14", ()),
        ("DELETE FROM {events} WHERE position > 14", ()),
    )
    refused(kept, 15)


def test_opening_finds_a_lost_command(kept: Ledger) -> None:
    filled(kept)
    Raw(kept.place).without_guards(("DELETE FROM {commands} WHERE last_position = 16", ()))
    refused(kept, 15)


def test_opening_finds_that_the_genesis_is_gone(kept: Ledger) -> None:
    filled(kept)
    Raw(kept.place).without_guards(("DELETE FROM {events} WHERE position = 1", ()))
    refused(kept, 1)


def test_opening_finds_that_nothing_is_left(kept: Ledger) -> None:
    filled(kept)
    Raw(kept.place).without_guards(("DELETE FROM {words}", ()), ("DELETE FROM {events}", ()))
    refused(kept, 1)
