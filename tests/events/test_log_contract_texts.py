"""What every log promises about texts: kept to the last character, or refused alike."""

from __future__ import annotations

import json
from datetime import datetime

import msgspec
import pytest

from engine.errors import RefusedByRules
from engine.events import codec
from engine.events.event import NewEvent
from engine.events.ledger import WordsErased
from engine.events.log import StreamAppend
from engine.events.parties import OrganisationRegistered
from engine.events.people import PersonRegistered
from engine.events.streams import LEDGER
from tests.support.ledgers import FOUNDER, Ledger, called, fitting, new, planned, spoken, to

CONTROLS = "".join(map(chr, range(1, 0x20)))
TEXTS = {
    "russian": "Ёлка, съешь ещё этих мягких французских булок",
    "quotes": "\"a\" 'b' «в» „г“ `д` \\ \\\\ \\n \\u0041 /",
    "lines": "первая\nвторая\r\nтретья\tс табуляцией\r",
    "controls": CONTROLS,
    "delete and C1": "\x7f\x80\x85\x9f",
    "separators": "\u2028\u2029\u00a0\u3000",
    "invisible": "а\u200bб\u202eв\ufeffг\u00ad",
    "combining": "и\u0306 й е\u0308 ё",
    "emoji": "👩‍🏫🏳️‍🌈𝒜🇷🇺",
    "edges": "\ud7ff\ue000\ufffd\ufffe\uffff\U00010000\U0010ffff",
    "markup": "<p>&amp;</p>'); DROP TABLE events; --",
    "JSON": '{"a":[1,2.50,null]}',
    "blank": " \t ",
    "digits": "1e2 12345678901234567890.10",
    "long": "я" * codec.MAX_TEXT,
}


def test_facts_are_kept_to_the_last_character(ledger: Ledger) -> None:
    for number, (label, text) in enumerate(TEXTS.items()):
        ledger.append(to(f"organisation/o{number}", called(text, text, "ещё")))
        event = ledger.log.stream(f"organisation/o{number}")[-1]
        expected = {"aliases": [text, "ещё"], "name": text}
        compact = json.dumps(expected, ensure_ascii=False, separators=(",", ":"))
        assert event.facts == compact, label
        decoded = codec.recorded(event).event
        assert isinstance(decoded, OrganisationRegistered)
        assert (decoded.name, decoded.aliases) == (text, (text, "ещё")), label


def test_words_are_kept_to_the_last_character(ledger: Ledger) -> None:
    for number, (label, text) in enumerate(TEXTS.items()):
        receipt = ledger.append(to(f"person/p{number}", spoken(text)))
        assert ledger.log.words()[receipt.first] == {"name": text}, label
        assert ledger.log.words([receipt.first]) == {receipt.first: {"name": text}}, label
        event = ledger.log.stream(f"person/p{number}")[-1]
        assert event.facts == "{}"
        assert event.words_commitment is not None


def test_an_event_without_words_commits_to_none(ledger: Ledger) -> None:
    ledger.append(to("person/p1", spoken("")), to("organisation/o1", called("а")))
    assert [event.words_commitment for event in ledger.log.events(after=4)] == [None, None]
    assert ledger.log.words([5, 6]) == {}
    assert set(ledger.log.words()) == {2, 3}


def test_the_same_words_are_committed_to_with_another_salt(ledger: Ledger) -> None:
    ledger.append(to("person/p1", spoken("Имя")), to("person/p2", spoken("Имя")))
    first, second = ledger.log.events(after=4)
    assert first.words_commitment != second.words_commitment


def test_words_are_read_by_position(ledger: Ledger) -> None:
    receipts = [ledger.append(to(f"person/p{n}", spoken(f"Имя {n}"))) for n in range(5)]
    wanted = [receipts[0].first, receipts[3].first, 10_000]
    assert ledger.log.words(wanted) == {5: {"name": "Имя 0"}, 8: {"name": "Имя 3"}}
    assert set(ledger.log.words()) == {2, 3, 5, 6, 7, 8, 9}


UNSTORABLE = (
    called("a\0b"),
    called("ok", "\ud800"),
    called("x\udfffy"),
    called("я" * (codec.MAX_TEXT + 1)),
    spoken("a\0b"),
    spoken("\udc80"),
    new(WordsErased(positions=(2**63,), basis="акт")),
    new(WordsErased(positions=(-(2**53) - 1,), basis="акт")),
    new(WordsErased(positions=(10**30,), basis="акт")),
)


def _holding(unstorable: NewEvent) -> tuple[StreamAppend, ...]:
    """Return the append of an event to a stream that takes it."""
    match unstorable.event:
        case PersonRegistered():
            return (to("person/p1", unstorable),)
        case WordsErased():
            return (to(LEDGER, unstorable, expected=1),)
        case _:
            return (to("organisation/o1", unstorable),)


def test_what_the_databases_would_store_differently_is_refused(ledger: Ledger) -> None:
    before = ledger.log.events()
    post = fitting("post/p1")
    for count, unstorable in enumerate(UNSTORABLE, 1):
        with pytest.raises(RefusedByRules) as raised:
            ledger.append(to("post/p1", post), *_holding(unstorable))
        assert raised.value.exit_status == 3
        str(raised.value).encode()
        assert ledger.log.events() == before
        note = ledger.log.refusals()[count - 1]
        assert (note.actor_id, note.code, note.step) == (FOUNDER, "refused", "append")
        assert note.noted_at == "2022-09-01T08:30:15.123456Z"
    assert len(ledger.log.refusals()) == len(UNSTORABLE)


def test_the_largest_number_is_kept(ledger: Ledger) -> None:
    ledger.append(to(LEDGER, new(WordsErased(positions=(2**53,), basis="акт")), expected=1))
    assert str(2**53) in ledger.log.events()[-1].facts


def test_words_that_an_event_does_not_know_are_a_mistake_of_the_program(ledger: Ledger) -> None:
    planning = msgspec.structs.replace(planned(), words={"name": "x"})
    with pytest.raises(ValueError, match="carries no words named name"):
        ledger.append(to("occurrence/rm/m001/2022-09", planning))
    assert ledger.log.head().position == 4


def test_an_instant_needs_a_time_zone(ledger: Ledger) -> None:
    ledger.clock.now = datetime(2022, 9, 1)  # noqa: DTZ001  (the mistake is the point)
    with pytest.raises(ValueError, match="time zone"):
        ledger.append(to("organisation/o1", called("а")))
    assert ledger.log.head().position == 4


# -- streams by prefix ------------------------------------------------------------------------

STREAMS = (
    "order/a",
    "order/a.b",
    "order/a~2",
    "order/ab",
    "order/b",
    "occurrence/rm/m001/1:2022-03",
    "occurrence/rm/m001/1:2022-03~2",
    "occurrence/rm/m0010/2022",
    "order/ё",
    "order/я",
    "order/яя",
    "order/%",
    "order/_",
    "order/\\",
    "order/\U0001f600",
    "order/\ud7ff".rstrip("\ud7ff") + "\u1234",
)


PREFIXES = (
    *("", "o", "order/", "order/a", "order/a~", "order/я", "order/ё", "ORDER/", "order/%"),
    *("order/_", "order/\\", "order/\U0001f600", "occurrence/rm/m001/", "nothing/", "я"),
    *("\ud7ff", "\U0010ffff", "occurrence/rm/m001/1:2022-03~"),
)


def test_streams_are_found_by_the_beginning_of_their_name(ledger: Ledger) -> None:
    ledger.append(*(to(stream, fitting(stream)) for stream in STREAMS))
    again = (to(stream, fitting(stream, 2), expected=1) for stream in reversed(STREAMS))
    ledger.append(*again)
    events = ledger.log.events()
    for prefix in PREFIXES:
        wanted = [event for event in events if event.stream.startswith(prefix)]
        assert ledger.log.streams(prefix) == wanted, prefix
    assert len(ledger.log.streams("order/")) == 26
