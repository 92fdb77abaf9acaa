"""The register: who is who, on which day; the same on every log, and only what the log says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import Ambiguous, NotFound
from engine.events import codec
from engine.events.event import NewEvent
from engine.events.log import Login
from engine.events.parties import (
    AliasesAdded,
    AliasesRemoved,
    GroupRegistered,
    OrganisationRegistered,
    PartyRenamed,
    PostRegistered,
)
from engine.events.people import (
    LoginEnded,
    LoginMapped,
    MembershipEnded,
    MembershipStarted,
    PersonRegistered,
    PersonRenamed,
    PostLeft,
    PostTaken,
    Realm,
    RoleEnded,
    ServiceRegistered,
)
from engine.people import register as registers
from engine.people.register import ERASED, Register
from tests.support.ledgers import FOUNDER, Ledger, new, spoken, to

MARCH, JUNE, SEPTEMBER = date(2022, 3, 1), date(2022, 6, 30), date(2022, 9, 1)
DAY = timedelta(days=1)


def record(ledger: Ledger, stream: str, *events: NewEvent, expected: int = 0) -> Register:
    """Record events of one stream with their rows; return the register as it is then."""
    batch = ledger.batch(to(stream, *events, expected=expected))
    ledger.log.append(batch)
    return registers.load(ledger.log)


def mapped(login: str, start: date, end: date | None, realm: Realm = "os") -> NewEvent:
    event = LoginMapped(term=f"{login}-{start}", realm=realm, valid_from=start, valid_to=end)
    return new(event, {"login": login})


def granted(role: str, start: date, end: date | None = None) -> NewEvent:
    facts = codec.canonical(
        {
            "roles": [{"term": f"{role}-{start}", "role": role, "scope": None}],
            "valid_from": str(start),
            "valid_to": end and str(end),
        }
    )
    return new(codec.decode("RolesGranted", 1, facts))


def member(party: str, start: date, end: date | None = None) -> NewEvent:
    term = f"{party}-{start}"
    return new(MembershipStarted(term=term, party=party, valid_from=start, valid_to=end))


def at_post(party: str, start: date, end: date | None = None) -> NewEvent:
    return new(PostTaken(term=f"{party}-{start}", party=party, valid_from=start, valid_to=end))


def registered(name: str, *aliases: str) -> NewEvent:
    return new(OrganisationRegistered(name=name, aliases=aliases))


# -- terms ----------------------------------------------------------------------------------------


def test_a_login_belongs_to_different_persons_on_different_days(ledger: Ledger) -> None:
    record(ledger, "person/old", spoken("Старая"), mapped("zed", MARCH, JUNE))
    register = record(ledger, "person/new", spoken("Новая"), mapped("zed", SEPTEMBER, None))
    zed = Login("os", "zed")
    whose = {
        MARCH - DAY: None,
        MARCH: "person/old",
        JUNE: "person/old",
        JUNE + DAY: None,
        SEPTEMBER: "person/new",
        date(2099, 1, 1): "person/new",
    }
    assert {day: register.person_of(zed, day) for day in whose} == whose
    for other in (Login("postgresql", "zed"), Login("os", "Zed"), Login("os", "zеd")):
        assert register.person_of(other, SEPTEMBER) is None


def test_roles_and_memberships_hold_for_their_terms(ledger: Ledger) -> None:
    register = record(
        ledger,
        "person/p1",
        spoken("Имя"),
        granted("executor", MARCH, JUNE),
        granted("supervisor", JUNE),
        member("organisation/a", MARCH, JUNE),
        member("organisation/b", JUNE + DAY),
    )
    roles = {day: register.roles_of("person/p1", day) for day in (MARCH - DAY, MARCH, JUNE)}
    assert roles == {
        MARCH - DAY: frozenset(),
        MARCH: {"executor"},
        JUNE: {"executor", "supervisor"},
    }
    assert register.roles_of("person/p1", JUNE + DAY) == {"supervisor"}
    assert register.roles_of("person/p2", JUNE) == frozenset()
    assert register.parties_of("person/p1", MARCH - DAY) == {"person/p1"}
    assert register.parties_of("person/p1", JUNE) == {"person/p1", "organisation/a"}
    assert register.parties_of("person/p1", SEPTEMBER) == {"person/p1", "organisation/b"}
    assert register.parties_of("organisation/a", JUNE) == {"organisation/a"}


def test_a_term_that_is_ended_holds_to_the_last_day_given(ledger: Ledger) -> None:
    begun = (
        mapped("zed", MARCH, None),
        granted("executor", MARCH),
        member("organisation/a", MARCH),
        at_post("post/head", MARCH),
    )
    record(ledger, "person/p1", spoken("Имя"), *begun)
    ended = (
        LoginEnded(term=f"zed-{MARCH}", valid_to=JUNE),
        RoleEnded(term=f"executor-{MARCH}", valid_to=JUNE),
        MembershipEnded(term=f"organisation/a-{MARCH}", valid_to=JUNE),
        PostLeft(term=f"post/head-{MARCH}", valid_to=JUNE),
    )
    before = registers.load(ledger.log)
    after = record(ledger, "person/p1", *map(new, ended), expected=5)

    def known(register: Register, day: date) -> tuple[object, ...]:
        return (
            register.person_of(Login("os", "zed"), day),
            register.roles_of("person/p1", day),
            register.parties_of("person/p1", day),
        )

    everything = ("person/p1", {"executor"}, {"person/p1", "organisation/a", "post/head"})
    assert known(before, JUNE + DAY) == known(after, JUNE) == everything
    assert known(after, JUNE + DAY) == (None, frozenset(), {"person/p1"})
    assert after.logins_of("person/p1") == ("zed",)


def test_the_end_of_a_term_that_never_began_changes_nothing(ledger: Ledger) -> None:
    record(ledger, "person/p1", spoken("Имя"), granted("executor", MARCH))
    register = record(ledger, "person/p1", new(RoleEnded(term="none", valid_to=MARCH)), expected=2)
    assert register.roles_of("person/p1", SEPTEMBER) == {"executor"}


# -- names ----------------------------------------------------------------------------------------


def test_somebody_is_found_by_id_name_or_alias(ledger: Ledger) -> None:
    record(ledger, "organisation/o1", registered("МБОУ «Школа № 1»", "Школа 1", "СОШ №1"))
    record(ledger, "group/g1", new(GroupRegistered(name="Руководители ОО", aliases=())))
    record(ledger, "post/h", new(PostRegistered(name="Заведующий", aliases=())))
    register = record(ledger, "person/p1", spoken("Ёжикова А. А."))
    found = {
        "organisation/o1": "organisation/o1",
        'мбоу "школа № 1"': "organisation/o1",
        "ШКОЛА  1": "organisation/o1",
        "руководители оо": "group/g1",
        "заведующий": "post/h",
        "ежикова а. а.": "person/p1",
        "person/p1": "person/p1",
    }
    assert {text: register.find(text).id for text in found} == found
    assert [party.kind for party in map(register.find, ("group/g1", "post/h", "person/p1"))] == [
        "group",
        "post",
        "person",
    ]
    assert register.known("Ёжикова А. А.") is None
    assert register.known_person("Ежикова А. А.") == "person/p1"
    assert register.known_person("Школа 1") is None
    for nobody in ("Школа", "", " ", "Школа 11", "(нет)"):
        with pytest.raises(NotFound, match="no one is registered"):
            register.find(nobody)


def test_namesakes_are_listed_and_told_apart_by_id(ledger: Ledger) -> None:
    record(ledger, "person/p1", spoken("Иванова"))
    record(ledger, "person/p2", spoken("ИВАНОВА"))
    register = record(ledger, "organisation/o1", registered("Центр", "Иванова"))
    with pytest.raises(Ambiguous) as raised:
        register.find("иванова")
    for party in ("person/p1", "person/p2", "organisation/o1"):
        assert party in raised.value.facts["candidates"]
        assert register.find(party).id == party
    assert register.known_person("иванова") is None


def test_later_aliases_are_added(ledger: Ledger) -> None:
    record(ledger, "organisation/o1", registered("Управление", "УО"))
    added = new(AliasesAdded(aliases=("УО и МП", "Отдел")))
    register = record(ledger, "organisation/o1", added, expected=1)
    assert register.parties["organisation/o1"].aliases == ("УО", "УО и МП", "Отдел")
    assert register.find("уо и мп").id == "organisation/o1"


def test_aliases_that_are_removed_mean_it_no_longer(ledger: Ledger) -> None:
    record(ledger, "organisation/o1", registered("Управление", "УО", "Отдел"))
    record(ledger, "organisation/o2", registered("Другое", "Отдел"))
    removed = new(AliasesRemoved(aliases=("Отдел", "нет такого")))
    register = record(ledger, "organisation/o1", removed, expected=1)
    assert register.parties["organisation/o1"].aliases == ("УО",)
    assert register.find("Отдел").id == "organisation/o2"


def test_a_new_name_is_the_one_that_is_shown_and_found(ledger: Ledger) -> None:
    record(ledger, "organisation/o1", registered("Школа", "СОШ"))
    record(ledger, "person/p1", spoken("Иванова"))
    renamed = new(PartyRenamed(name="Лицей", valid_from=SEPTEMBER))
    record(ledger, "organisation/o1", renamed, expected=1)
    married = new(PersonRenamed(valid_from=SEPTEMBER), {"name": "Петрова"})
    register = record(ledger, "person/p1", married, expected=1)
    assert (register.name("organisation/o1"), register.name("person/p1")) == ("Лицей", "Петрова")
    assert register.find("лицей").aliases == ("СОШ",)
    assert register.known_person("Петрова") == "person/p1"
    for old in ("Школа", "Иванова"):
        with pytest.raises(NotFound):
            register.find(old)


def test_a_service_is_neither_a_person_nor_answers_for_anything(ledger: Ledger) -> None:
    service = new(ServiceRegistered(name="Портал", valid_from=MARCH))
    register = record(ledger, "service/web", service)
    assert "service/web" not in {**register.persons, **register.parties}
    with pytest.raises(NotFound):
        register.find("Портал")


def test_one_party_alone_is_known_as_the_whole_register_knows_it(ledger: Ledger) -> None:
    record(ledger, "organisation/o1", registered("Школа", "СОШ"))
    record(ledger, "organisation/o2", registered("Другая школа"))
    person = (spoken("Имя"), granted("executor", MARCH), member("organisation/o1", MARCH))
    whole = record(ledger, "person/p1", *person)
    some = registers.about(ledger.log, "organisation/o1", "person/p1", None)
    assert some.parties == {"organisation/o1": whole.parties["organisation/o1"]}
    assert some.persons == {"person/p1": whole.persons["person/p1"]}
    assert some.roles_of("person/p1", JUNE) == whole.roles_of("person/p1", JUNE) == {"executor"}
    assert some.parties_of("person/p1", JUNE) == whole.parties_of("person/p1", JUNE)


def test_people_are_ordered_by_name_the_same_everywhere(ledger: Ledger) -> None:
    names = ["Яшин", "ёлкина", "Елкина", "Абв", "Жуков", "Zed", "абв"]
    for number, name in enumerate(names):
        record(ledger, f"person/p{number}", spoken(name))
    found = [party.name for party in registers.load(ledger.log).people()]
    assert found == ["Zed", "Абв", "абв", "Елкина", "ёлкина", "Жуков", "Оксана Первая", "Яшин"]


def test_a_name_that_was_erased_is_said_to_be(ledger: Ledger) -> None:
    register = record(ledger, "person/p1", new(PersonRegistered()))
    assert register.name("person/p1") == ERASED
    assert register.name("person/unknown") == "person/unknown"
    assert register.name(None) == ""


def test_a_long_name_is_shown_by_a_short_alias_in_narrow_columns(ledger: Ledger) -> None:
    long, longer = "Управление " * 3, "Муниципальное бюджетное учреждение " * 2
    record(ledger, "organisation/o1", registered(long.strip(), longer.strip(), "УО"))
    record(ledger, "organisation/o2", registered("Школа", "СОШ"))
    register = record(ledger, "organisation/o3", registered(longer.strip()))
    shown = [register.short(f"organisation/o{number}") for number in (1, 2, 3)]
    assert shown == ["УО", "Школа", longer.strip()]
    assert register.short(FOUNDER) == register.name(FOUNDER) == "Оксана Первая"
    assert register.name("organisation/o1") == long.strip()
    assert (register.short(None), register.short("post/unknown")) == ("", "post/unknown")
