"""Who is meant by a name in an order, and where a person's name goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from engine.errors import RefusedByRules
from engine.events import orders, parties, people, roadmaps
from engine.people.register import Party, Register
from engine.workflows import genesis, personnel
from engine.workflows.decider import By
from engine.workflows.orders.draft import ItemDraft, PartyDraft, PersonDraft
from tests.support.approving import (
    OPERATOR,
    Approved,
    approve,
    draft,
    ids,
    item,
    measure,
    register,
    roadmap,
    with_fields,
)

CENTRE = Party(id="organisation/c", kind="organisation", name="МКУ ИМЦ", aliases=("ИМЦ",))
IVANOVA = PartyDraft(name="Иванова А.Б.", kind="person", aliases=("Ивановой А.Б.",))
TODAY = date(2022, 1, 20)
BY = By(speaker=OPERATOR, today=TODAY, new_id=lambda: "id1")


def leads(found: Approved) -> list[str | None]:
    """Return the leads in the order of recording."""
    return [one.lead for one in found.planned.values()]


@pytest.mark.parametrize("printed", ["МКУ ИМЦ", "ИМЦ", "мку  имц", " ИМЦ "])
def test_a_party_is_known_by_name_or_alias(printed: str) -> None:
    found = approve(draft(roadmap(measure("март 2022", printed))), known=register(CENTRE))
    assert leads(found) == ["organisation/c"]
    assert not any(stream.startswith("organisation/") for stream in found.streams)
    (approved,) = found.events(roadmaps.MeasureApproved)
    assert approved.executors[0].as_printed == " ".join(printed.split())


def test_aliases_of_the_order_lead_to_the_known_one_and_are_kept() -> None:
    named = PartyDraft(name="МКУ ИМЦ", aliases=("МКУ ИМПЦ", "ИМЦ", "Методцентр"))
    rows = (measure("март 2022", "МКУ ИМПЦ"), measure("март 2022", "методцентр"))
    found = approve(draft(roadmap(*rows), parties=[named]), known=register(CENTRE))
    assert leads(found) == ["organisation/c", "organisation/c"]
    (added,) = found.events(parties.AliasesAdded)
    assert added.aliases == ("МКУ ИМПЦ", "Методцентр")
    grown = with_fields(CENTRE, aliases=("ИМЦ", *added.aliases))
    again = approve(draft(roadmap(*rows), parties=[named]), known=register(grown))
    assert again.events(parties.AliasesAdded) == []


def test_a_new_party_is_registered_once_under_an_opaque_id() -> None:
    named = PartyDraft(name="ОО", kind="group", aliases=("Школы",))
    rows = (measure("март 2022", "ОО"), measure("март 2022", "школы"), measure("март 2022", "Сад"))
    found = approve(draft(roadmap(*rows), parties=[named]))
    first, second, third = leads(found)
    assert first == second == "group/id1"
    assert third == "organisation/id2"
    (group,) = found.events(parties.GroupRegistered)
    assert group == parties.GroupRegistered(name="ОО", aliases=("Школы",))


def test_yo_and_quotes_make_no_difference() -> None:
    rows = (measure("март 2022", "Дом «Ёлка»"), measure("март 2022", 'дом "Елка"'))
    assert len(set(leads(approve(draft(roadmap(*rows)))))) == 1


def test_persons_stand_only_in_words() -> None:
    order: dict[str, Any] = {
        "signatory": PersonDraft(name="Н.И. Подписантова", post="начальник"),
        "control": PersonDraft(name="О.А. Контролёва", post="зав. кабинетом"),
        "items": (ItemDraft(title="Пункт", executors=("Ивановой А.Б.",)),),
    }
    items = (item("май 2022", "Школа", "Иванова А.Б."),)
    rows = measure("март 2022", "Школа", "Ивановой А.Б.", items=items)
    found = approve(draft(roadmap(rows), parties=[IVANOVA], **order))
    stored = " ".join(msgspec.json.encode(new.event).decode() for new in found.all())
    for name in ("Иванов", "Подписант", "Контрол"):
        assert name not in stored
    words = {text for new in found.all() for text in new.words.values()}
    assert {"Иванова А.Б.", "Н.И. Подписантова", "О.А. Контролёва"} <= words
    assert "начальник" in stored


def test_the_printed_form_of_a_person_is_kept_where_it_stands() -> None:
    items = (item(), item(None, "Сад", "Иванова А.Б."))
    rows = measure("март 2022", "Школа", "Ивановой А.Б.", items=items)
    found = approve(draft(roadmap(rows), parties=[IVANOVA]))
    (new,) = [new for new in found.all() if isinstance(new.event, roadmaps.MeasureApproved)]
    assert new.words == {"executor.2": "Ивановой А.Б.", "executor.2.2": "Иванова А.Б."}
    (event,) = found.events(roadmaps.MeasureApproved)
    assert event.executors[1].as_printed is None
    assert event.items[1].executors[1].party == event.executors[1].party


def test_control_by_the_signatory_is_the_same_person() -> None:
    signatory = PersonDraft(name="Н.И. Подписантова", post="начальник")
    signed = draft(roadmap(), signatory=signatory, control="signatory")
    (order,) = approve(signed).events(orders.OrderApproved)
    assert order.control == order.signatory
    assert order.control is not None
    assert order.control_post == "начальник"
    (bare,) = approve(draft(roadmap(), control="signatory")).events(orders.OrderApproved)
    assert (bare.signatory, bare.control) == (None, None)


def test_a_known_person_is_recognised_and_two_of_one_name_are_not() -> None:
    def knowing(*names: str) -> Register:
        persons = [
            Party(id=f"person/{n}", kind="person", name=name) for n, name in enumerate(names, 1)
        ]
        return Register(persons={person.id: person for person in persons})

    wanted = draft(roadmap(measure("март 2022", "Иванова А.Б.")), parties=[IVANOVA])
    assert leads(approve(wanted, known=knowing("Иванова А.Б."))) == ["person/1"]
    assert leads(approve(wanted, known=knowing("Иванова А.Б.", "иванова а.б."))) == ["person/id1"]


# -- registering people -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        ((), "no role was given"),
        (("boss",), "no role boss"),
        (("executor", "boss"), "no role boss"),
    ],
)
def test_a_role_is_one_of_the_known(roles: tuple[str, ...], says: str) -> None:
    with pytest.raises(RefusedByRules, match=says):
        personnel.roles_granted(roles, BY)


def test_roles_are_stored_once_and_in_one_order() -> None:
    by = By(speaker=OPERATOR, today=TODAY, new_id=ids())
    new = personnel.roles_granted(["supervisor", "executor", "supervisor"], by)
    assert isinstance(new.event, people.RolesGranted)
    assert new.event.roles == (
        people.RoleGrant(term="id1", role="executor"),
        people.RoleGrant(term="id2", role="supervisor"),
    )
    assert (new.event.valid_from, new.event.valid_to) == (TODAY, None)


def test_nobody_belongs_to_a_person() -> None:
    """He would act for that person as an executor without being named."""
    ivanova = Party(id="person/1", kind="person", name="Иванова А.Б.")
    somebody = Register(persons={ivanova.id: ivanova}, parties={CENTRE.id: CENTRE})
    (started,) = personnel.memberships_started(somebody, ["ИМЦ"], BY)
    assert started.event == people.MembershipStarted(
        term="id1", party="organisation/c", valid_from=TODAY
    )
    with pytest.raises(RefusedByRules, match="is a person"):
        personnel.memberships_started(somebody, ["Иванова А.Б."], BY)


def test_a_post_is_taken_and_all_else_is_belonged_to() -> None:
    """Terms differ: the event that ends one names it."""
    kinds = ("organisation", "post", "group")
    known = register(*[Party(id=f"{kind}/1", kind=kind, name=kind) for kind in kinds])
    by = By(speaker=OPERATOR, today=TODAY, new_id=ids())
    found = [new.event for new in personnel.memberships_started(known, kinds, by)]
    assert found == [
        people.MembershipStarted(term="id1", party="organisation/1", valid_from=TODAY),
        people.PostTaken(term="id2", party="post/1", valid_from=TODAY),
        people.MembershipStarted(term="id3", party="group/1", valid_from=TODAY),
    ]


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\ufeff \u00ad"])
def test_a_name_can_be_read(name: str) -> None:
    with pytest.raises(RefusedByRules, match="a name is missing"):
        personnel.registered(name, TODAY)


@pytest.mark.parametrize("name", ["", "Москва", "MSK+3", "../etc/passwd", "Europe/Nowhere"])
def test_a_time_zone_is_an_iana_name(name: str) -> None:
    with pytest.raises(RefusedByRules, match="is not a time zone"):
        genesis.zone(name)
