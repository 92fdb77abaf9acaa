"""What every log promises about who is speaking: in an office the log says it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.errors import NotAllowed
from engine.events.log import Login
from engine.events.people import LoginMapped, Realm
from tests.support.ledgers import FOUNDER, Ledger, called, new, spoken, to

SCHOOL = to("organisation/o1", called("Школа"))


@pytest.fixture
def opened(office_ledger: Ledger) -> Ledger:
    """Give an opened office of each backend; the founder is signed in."""
    return office_ledger.open()


def today(ledger: Ledger, zone: str = "Europe/Moscow") -> date:
    return ledger.clock().astimezone(ZoneInfo(zone)).date()


def map_login(
    ledger: Ledger,
    person: str,
    *,
    login_id: str = "l2",
    login: Login | None = None,
    start: int = 0,
    end: int | None = None,
) -> None:
    """Register *person* and map a login (the speaker's own) from and to days off today."""
    mapped, day = login or ledger.login, today(ledger)
    event = LoginMapped(
        term=login_id,
        realm=mapped.realm,
        valid_from=day + timedelta(days=start),
        valid_to=None if end is None else day + timedelta(days=end),
    )
    batch = ledger.batch(to(person, spoken("Имя"), new(event, {"login": mapped.login})))
    ledger.log.append(batch)


def refused(ledger: Ledger, actor: str) -> None:
    """Expect *actor* to be told that the login is not his, and nothing recorded but a note."""
    before, notes = ledger.log.head(), len(ledger.log.refusals())
    with pytest.raises(NotAllowed) as raised:
        ledger.append(SCHOOL, actor=actor)
    assert raised.value.reason == "login_not_mapped"
    assert raised.value.facts == {"login": ledger.login.login}
    assert ledger.log.head() == before
    assert [note.code for note in ledger.log.refusals()[notes:]] == ["login_not_mapped"]


def test_an_office_stamps_the_login_and_how_it_was_proved(opened: Ledger) -> None:
    opened.append(SCHOOL)
    realm = "postgresql" if opened.place.backend == "postgresql" else "os"
    assert {event.login_id for event in opened.log.events()} == {"login1"}
    assert {event.auth_method for event in opened.log.events()} == {realm}


def test_a_rehearsal_takes_the_actor_that_it_is_given(ledger: Ledger) -> None:
    ledger.append(SCHOOL, actor="person/anybody")
    assert {event.login_id for event in ledger.log.events()} == {None}
    assert {event.auth_method for event in ledger.log.events()} == {"simulated"}


def test_an_office_refuses_an_actor_to_whom_the_login_does_not_map(opened: Ledger) -> None:
    refused(opened, "person/somebody")
    opened.append(to("person/p1", spoken("Имя")))
    refused(opened, "person/p1")
    other = Login(opened.login.realm, f"{opened.login.login}-other")
    map_login(opened, "person/p2", login=other)
    refused(opened, "person/p2")


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (0, None, True),
        (0, 0, True),
        (-10, 0, True),
        (-10, 10, True),
        (-10, -1, False),
        (1, None, False),
        (1, 10, False),
    ],
)
def test_a_login_counts_for_its_term(
    opened: Ledger,
    start: int,
    end: int | None,
    counts: bool,  # noqa: FBT001
) -> None:
    map_login(opened, "person/p1", start=start, end=end)
    if counts:
        opened.append(SCHOOL, actor="person/p1")
        assert opened.log.events()[-1].login_id == "l2"
    else:
        refused(opened, "person/p1")


def test_a_login_counts_in_its_realm_only(opened: Ledger) -> None:
    there: Realm = "os" if opened.login.realm == "postgresql" else "postgresql"
    map_login(opened, "person/p1", login=Login(there, opened.login.login))
    refused(opened, "person/p1")


def test_a_login_is_compared_letter_by_letter(opened: Ledger) -> None:
    mine = opened.login.login
    looks: list[Callable[[str], str]] = [str.upper, str.title, lambda text: f" {text}"]
    looks.append(lambda text: text.replace("e", "е"))  # the second one is Cyrillic
    for number, look in enumerate(looks):
        assert look(mine) != mine
        login = Login(opened.login.realm, look(mine))
        map_login(opened, f"person/p{number}", login_id=f"l-{number}", login=login)
        refused(opened, f"person/p{number}")


def test_of_two_mappings_the_older_one_is_stamped(opened: Ledger) -> None:
    map_login(opened, "person/p1", login_id="zzz")
    day = today(opened)
    again = LoginMapped(term="aaa", realm=opened.login.realm, valid_from=day, valid_to=None)
    second = to("person/p1", new(again, {"login": opened.login.login}), expected=2)
    opened.log.append(opened.batch(second))
    opened.append(SCHOOL, actor="person/p1")
    assert opened.log.events()[-1].login_id == "zzz"


@pytest.mark.parametrize("zone", ["Asia/Kamchatka", "Europe/Kaliningrad"])
def test_the_day_of_a_login_is_the_offices_own(office_ledger: Ledger, zone: str) -> None:
    ledger = office_ledger
    ledger.log.append(ledger.genesis(time_zone=zone))
    here = today(ledger, zone)
    for number, (start, counts) in enumerate([(here, True), (here + timedelta(days=1), False)]):
        person = f"person/p{number}"
        mapped = LoginMapped(
            term=f"l-{number}", realm=ledger.login.realm, valid_from=start, valid_to=None
        )
        event = new(mapped, {"login": ledger.login.login})
        ledger.log.append(ledger.batch(to(person, spoken("Имя"), event)))
        if counts:
            ledger.append(to(f"organisation/o{number}", called("а")), actor=person)
        else:
            refused(ledger, person)


def test_nobody_speaks_by_a_login_whose_words_are_unknown(opened: Ledger) -> None:
    event = LoginMapped(
        term="l2", realm=opened.login.realm, valid_from=today(opened), valid_to=None
    )
    opened.log.append(opened.batch(to("person/p1", new(event))))
    refused(opened, "person/p1")


def test_the_servers_clock_and_the_offices_may_not_be_far_apart(opened: Ledger) -> None:
    start: datetime = opened.clock()
    for seconds, fits in ((60, True), (-60, True), (200, False), (-200, False)):
        opened.clock.now = start + timedelta(seconds=seconds)
        stream = f"organisation/o{seconds}"
        if fits or opened.place.backend != "postgresql":
            opened.append(to(stream, called("а")))
            continue
        with pytest.raises(Exception, match="120 seconds"):
            opened.append(to(stream, called("а")))
        assert opened.log.refusals()[-1].code == "clock"


def test_the_genesis_of_an_office_is_by_the_person_whom_it_creates(opened: Ledger) -> None:
    assert {event.actor_id for event in opened.log.events()} == {FOUNDER}
