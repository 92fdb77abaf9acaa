"""What every log promises to those who read many streams, or a few events out of many."""

from __future__ import annotations

from tests.support.ledgers import Ledger, called, spoken, to


def test_an_empty_log_has_no_versions(empty: Ledger) -> None:
    assert empty.log.versions() == {}
    assert empty.log.at([1, 2]) == []


def test_versions_are_those_of_the_last_events(ledger: Ledger) -> None:
    ledger.append(to("organisation/я", called("а"), called("б")), to("person/p1", spoken("в")))
    ledger.append(to("organisation/я", called("г"), expected=2))
    last = {event.stream: event.version for event in ledger.log.events()}
    assert ledger.log.versions() == last
    assert last["organisation/я"] == 3


def test_events_are_found_by_position_in_order(ledger: Ledger) -> None:
    everything = ledger.log.events()
    assert ledger.log.at(iter([3, 1, 3, 99, 0, -1])) == [everything[0], everything[2]]
    assert ledger.log.at([]) == []


def test_more_positions_than_a_statement_can_name(ledger: Ledger) -> None:
    receipt = ledger.append(*(to(f"person/p{number}", spoken("Имя")) for number in range(1000)))
    asked = range(receipt.first, receipt.last + 1)
    assert [event.position for event in ledger.log.at(asked)] == list(asked)
    assert list(ledger.log.words(asked)) == list(asked)
    assert list(ledger.log.words([receipt.last, receipt.first])) == [receipt.first, receipt.last]
