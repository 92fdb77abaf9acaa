"""What every log promises of services: they vouch for persons of the realm web, for no others."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from engine.errors import NotAllowed
from engine.events.event import NewEvent
from engine.events.people import LoginEnded, LoginMapped, ServiceEnded, ServiceRegistered
from engine.events.postgres_log import PostgresLog
from tests.support.ledgers import DAY, Ledger, called, new, spoken, to
from tests.support.raw import Raw

SERVICE, PERSON = "service/web", "person/ivanova"
YESTERDAY = (datetime.now(UTC) - timedelta(days=2)).date()


def mapped(term: str, realm: str, login: str) -> NewEvent:
    return new(LoginMapped(term=term, realm=realm, valid_from=DAY), {"login": login})


@pytest.fixture
def office(office_ledger: Ledger) -> Ledger:
    """Give an office with a service at the login of whoever runs the tests, and a person at web."""
    ledger = office_ledger.open()
    registered = new(ServiceRegistered(name="Сайт", valid_from=DAY))
    own = mapped("service-login", ledger.login.realm, ledger.login.login)
    ledger.append(to(SERVICE, registered, own))
    ledger.append(to(PERSON, spoken("Иванова"), mapped("web-login", "web", "ivanova")))
    return ledger


def refused(ledger: Ledger, actor: str = PERSON, vouched: str | None = "ivanova") -> str:
    head = ledger.log.head()
    with pytest.raises(NotAllowed) as raised:
        ledger.append(to("organisation/o9", called("Школа")), actor=actor, vouched=vouched)
    assert ledger.log.head() == head
    return raised.value.reason


def test_a_service_vouches_for_a_person_of_the_web(office: Ledger) -> None:
    office.append(to("organisation/o1", called("Школа")), actor=PERSON, vouched="ivanova")
    event = office.log.events()[-1]
    assert (event.actor_id, event.login_id, event.auth_method) == (PERSON, "web-login", "web")
    assert json.loads(event.context or "") == {
        "capacity": "own",
        "service": SERVICE,
        "source": None,
    }


def test_a_person_of_the_web_does_not_speak_without_a_service(office: Ledger) -> None:
    assert refused(office, vouched=None) == "login_not_mapped"


@pytest.mark.parametrize(
    ("actor", "vouched"),
    [(PERSON, "petrova"), (PERSON, ""), (PERSON, "Ivanova"), ("person/founder", "ivanova")],
)
def test_it_vouches_for_logins_that_the_ledger_knows(
    office: Ledger, actor: str, vouched: str
) -> None:
    assert refused(office, actor, vouched) == "login_not_mapped"


def test_it_does_not_vouch_for_logins_of_other_realms(office: Ledger) -> None:
    assert refused(office, "person/founder", office.login.login) == "login_not_mapped"


@pytest.mark.parametrize(
    "ended",
    [
        new(ServiceEnded(valid_to=YESTERDAY)),
        new(LoginEnded(term="service-login", valid_to=YESTERDAY)),
    ],
)
def test_a_service_that_has_ended_vouches_no_longer(office: Ledger, ended: NewEvent) -> None:
    office.append(to(SERVICE, ended, expected=2))
    assert refused(office) == "no_service"


def test_a_login_of_the_web_that_has_ended_is_vouched_for_no_longer(office: Ledger) -> None:
    ended = new(LoginEnded(term="web-login", valid_to=YESTERDAY))
    office.append(to(PERSON, ended, expected=2))
    assert refused(office) == "login_not_mapped"


def test_a_service_is_no_actor_of_what_people_do(office: Ledger) -> None:
    assert refused(office, SERVICE, vouched=None) == "clock_event"


def test_the_note_of_a_refusal_names_the_service(office: Ledger) -> None:
    office.append(to("person/founder", ended_login(), expected=3), actor="person/founder")
    refused(office, vouched="petrova")
    note = office.log.refusals()[-1]
    assert (note.login_id, note.login, note.service) == ("service-login", None, SERVICE)


def ended_login() -> NewEvent:
    return new(LoginEnded(term="login1", valid_to=YESTERDAY))


# -- the right of it on PostgreSQL ----------------------------------------------------------------


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_vouching_is_a_right_of_its_own(office: Ledger) -> None:
    """A login that may append may not vouch, and one that may vouch need not append."""
    assert isinstance(office.log, PostgresLog)
    request = json.dumps(office.log.request(office.batch(to("organisation/o1", called("а")))))
    own = ("SELECT vekha.append(%s::json)", [request])
    vouching = ("SELECT vekha.append_vouched('ivanova', %s::json)", [request])
    role = f"site_{os.getpid()}"
    rights = {"append(json)": own, "append_vouched(text, json)": vouching}
    with Raw(office.place).connected() as connection:
        connection.execute(f"CREATE ROLE {role}")
        connection.execute(f"GRANT USAGE ON SCHEMA vekha TO {role}")
        for right, allowed in rights.items():
            connection.execute("RESET SESSION AUTHORIZATION")
            connection.execute(f"GRANT EXECUTE ON FUNCTION vekha.{right} TO {role}")
            connection.execute(f"SET SESSION AUTHORIZATION {role}")
            for statement in rights.values():
                if statement is allowed:
                    ((answer,),) = connection.execute(*statement).fetchall()
                    assert answer["outcome"] in ("login_not_mapped", "no_service")
                    continue
                with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(*statement)
            connection.execute("RESET SESSION AUTHORIZATION")
            connection.execute(f"REVOKE EXECUTE ON FUNCTION vekha.{right} FROM {role}")
        connection.rollback()
