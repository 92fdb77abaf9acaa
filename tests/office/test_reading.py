"""Who may read: in an office whoever is registered, unless its policy lets everyone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from engine.errors import NotAllowed, RefusedByRules, StoreReadOnly
from engine.events.event import NewEvent
from engine.events.people import LoginEnded, RoleEnded
from engine.events.streams import LEDGER
from engine.office import Office
from engine.workflows.genesis import Opening
from engine.workflows.policies import SetPolicy
from tests.support.ledgers import Ledger, new, to
from tests.support.logs import Place

OPENING = Opening(
    organisation="Управление образования",
    time_zone="Europe/Moscow",
    name="Первая",
    language="ru",
    purpose="office",
)


@pytest.fixture
def office(place: Place) -> Iterator[Office]:
    """Give an office that was opened by whoever is signed in."""
    found = Office(place.open(create=True))
    found.inaugurate(OPENING)
    yield found
    found.close()


def forget(office: Office, place: Place) -> None:
    """End the only login that the ledger knows, as of yesterday: nobody is known any more."""
    log = office.session.log
    [login] = log.rows("logins")
    ended = LoginEnded(term=str(login["id"]), valid_to=office.session.today - timedelta(days=1))
    recorded(place, str(login["holder"]), new(ended))


def recorded(place: Place, person: str, event: NewEvent) -> None:
    """Record the fourth event of the only person, by himself."""
    ledger = Ledger(place, "office")
    ledger.append(to(person, event, expected=3), actor=person)
    ledger.close()


def test_whoever_is_registered_may_read(office: Office) -> None:
    office.session.admit("show")
    assert office.session.log.refusals() == []


def test_whom_the_ledger_does_not_know_may_not_read(office: Office, place: Place) -> None:
    forget(office, place)
    with pytest.raises(NotAllowed) as raised:
        office.session.admit("audit log")
    assert raised.value.reason == "login_not_mapped"
    [note] = office.session.log.refusals()
    assert (note.code, note.step, note.login_id) == ("login_not_mapped", "audit log", None)
    assert note.login == office.session.log.login().login


def test_a_policy_lets_everyone_read(office: Office, place: Place) -> None:
    answer = office.rules.set_policy(SetPolicy(name="open_reading", value="yes"))
    assert (answer.value, answer.valid_from) == ("yes", office.session.today)
    forget(office, place)
    office.session.admit("show")


def test_a_policy_counts_from_its_day_on(office: Office, place: Place) -> None:
    tomorrow = office.session.today + timedelta(days=1)
    office.rules.set_policy(SetPolicy(name="open_reading", value="yes", since=tomorrow))
    forget(office, place)
    with pytest.raises(NotAllowed):
        office.session.admit("show")


def test_the_last_word_on_a_policy_counts(office: Office, place: Place) -> None:
    for value in ("yes", "no"):
        office.rules.set_policy(SetPolicy(name="open_reading", value=value))
    forget(office, place)
    with pytest.raises(NotAllowed):
        office.session.admit("show")
    assert [event.type for event in office.session.log.stream(LEDGER)][1:] == ["PolicySet"] * 2


def test_a_reader_who_can_leave_no_note_is_refused_all_the_same(
    office: Office, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(office, place)

    def read_only(_refusal: object) -> None:
        raise StoreReadOnly("the file is read-only")

    monkeypatch.setattr(office.session.log, "note_refusal", read_only)
    with pytest.raises(NotAllowed):
        office.session.admit("show")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("open_door", "yes", "there is no policy"), ("open_reading", "perhaps", "is not set to")],
)
def test_what_is_no_policy_is_refused(office: Office, name: str, value: str, says: str) -> None:
    with pytest.raises(RefusedByRules, match=says):
        office.rules.set_policy(SetPolicy(name=name, value=value))


def test_only_an_administrator_sets_a_policy(office: Office, place: Place) -> None:
    log = office.session.log
    [holder] = {str(row["person"]) for row in log.rows("roles")}
    [role] = [row for row in log.rows("roles") if row["role"] == "administrator"]
    ended = RoleEnded(term=str(role["id"]), valid_to=office.session.today - timedelta(days=1))
    recorded(place, holder, new(ended))
    with pytest.raises(NotAllowed, match="administrator"):
        office.rules.set_policy(SetPolicy(name="open_reading", value="yes"))


def test_a_rehearsal_is_read_by_everyone(place: Place) -> None:
    found = Office(place.open(create=True))
    found.inaugurate(msgspec.structs.replace(OPENING, purpose="rehearsal"))
    found.session.admit("show")
    found.close()
