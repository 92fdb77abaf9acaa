"""Refusals with names, in the time of the office."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from engine.answers.trail import refusals, trail
from engine.events.log import Refusal
from engine.people.register import ERASED, Party, Register

KNOWN = Register(
    persons={
        "person/a": Party(id="person/a", kind="person", name="И. Иванов"),
        "person/b": Party(id="person/b", kind="person", name=ERASED),
    },
)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("actor", "name"), [("person/a", "И. Иванов"), ("person/b", "(erased)"), ("", "")]
)
def test_a_refusal_names_who_was_refused(actor: str, name: str) -> None:
    note = Refusal(
        noted_at="2022-01-20T22:30:00.000000Z",
        command_id="c",
        actor_id=actor,
        code="not_allowed",
        step="report",
        stream="occurrence/rm/m001/2022-06",
    )
    found = refusals([note], KNOWN, MOSCOW, rehearsal=True)
    [one] = found.refusals
    assert (one.actor, one.actor_name, found.rehearsal) == (actor, name, True)
    assert (one.step, one.code, one.stream) == (note.step, note.code, note.stream)
    assert one.noted_local.isoformat() == "2022-01-21T01:30:00+03:00"
    assert one.noted_at == one.noted_local


def test_an_empty_history_is_empty() -> None:
    assert trail([], KNOWN, MOSCOW, rehearsal=False).entries == ()
