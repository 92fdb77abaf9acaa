"""Who may do what: the full product of roles, memberships, principals, steps and states.

The oracle below is written from the domain's table and knows nothing of the engine's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

import pytest

from engine.errors import IllegalTransition, NotAllowed, RefusedByRules
from engine.events.read_tables import Value
from engine.people.register import Register
from engine.workflows.occurrence.decide import decide
from engine.workflows.rights import Speaker
from tests.support.deciding import (
    CO,
    COMMANDS,
    ELSEWHERE,
    LEAD,
    SUPERVISOR,
    Past,
    cancelled,
    deciding,
    evaluated,
    given,
    person,
    planned,
    reported,
    started,
    transfer_requested,
)

TODAY = date(2022, 7, 10)
ROLES: tuple[tuple[str, ...], ...] = (
    (),
    ("executor",),
    ("operator",),
    ("supervisor",),
    ("analyst",),
    ("reader",),
    ("administrator",),
    ("executor", "supervisor"),
    ("operator", "supervisor"),
)
BELONGS = ("lead", "co", "elsewhere", "left the lead", "not yet with the lead", "nobody")
PRINCIPALS = (None, LEAD, CO, ELSEWHERE)
# Whether the one who speaks took the start and the report that stand there, and in what role.
TAKEN = ("by himself", "by another", "by another for the lead")
STATES = ("planned", "in_progress", "reported", "evaluated", "cancelled")

SOURCES = {
    "start": {"planned"},
    "unstart": {"in_progress"},
    "report": {"in_progress", "planned"},  # a report on a planned one brings the start along
    "withdraw": {"reported"},
    "return": {"reported"},
    "evaluate": {"reported"},
    "lapse": {"planned", "in_progress"},
    "cancel": {"planned", "in_progress", "reported"},
    "reopen": {"evaluated"},
    "reinstate": {"cancelled"},
    "note": set(STATES),
    "attach": set(STATES),
    "part": {"planned", "in_progress"},
    "request-transfer": {"planned", "in_progress"},
    "transfer": {"planned", "in_progress"},
    "refuse-transfer": {"planned", "in_progress"},
}
SUPERVISORS_STEPS = {
    *("return", "evaluate", "lapse", "cancel", "reopen", "reinstate"),
    *("transfer", "refuse-transfer"),
}
INVOLVED = {"note", "attach"}
"""Steps of whoever answers for it, and of any supervisor."""


class Cell(NamedTuple):
    """One question: whether this person may take this step, from here, for this principal."""

    roles: tuple[str, ...]
    belongs: str
    principal: str | None
    taken: str
    trigger: str
    state: str


def allowed(cell: Cell) -> bool:
    """Answer from the domain's words."""
    if cell.state not in SOURCES[cell.trigger]:
        return False
    if cell.trigger in SUPERVISORS_STEPS:
        own = cell.trigger == "evaluate" and cell.taken == "by himself"
        return "supervisor" in cell.roles and cell.principal is None and not own
    supervises = "supervisor" in cell.roles and cell.principal is None
    return (cell.trigger in INVOLVED and supervises) or _executor_may(cell)


def _executor_may(cell: Cell) -> bool:
    for_somebody = cell.principal is not None
    if ("operator" if for_somebody else "executor") not in cell.roles:
        return False
    stands_for = {LEAD: "lead", CO: "co", ELSEWHERE: "elsewhere"}.get(
        cell.principal or "", cell.belongs
    )
    match cell.trigger:
        case "start" | "part" | "request-transfer" | "note" | "attach":
            return stands_for in ("lead", "co")
        case "report":
            return stands_for == "lead"
        case _:  # unstart, withdraw: whoever took that step, as actor or principal
            if for_somebody:
                return cell.principal == LEAD and cell.taken == "by another for the lead"
            if cell.taken == "by another for the lead":
                return cell.belongs == "lead"
            return cell.taken == "by himself"


def cells() -> Iterator[Cell]:
    """Yield every question."""
    for combination in product(ROLES, BELONGS, PRINCIPALS, TAKEN, SOURCES, STATES):
        yield Cell(*combination)


def speaker(cell: Cell) -> Speaker:
    """Return the one who asks, his memberships read from a register on the day."""
    whose = cell.principal or f"person/{cell.belongs}"
    return Speaker(
        person="person/asking",
        roles=frozenset(cell.roles),
        acts_for=REGISTER.parties_of(whose, TODAY),
        principal=cell.principal,
    )


def _member(
    who: str, party: str, since: str = "2022-01-01", to: str | None = None
) -> dict[str, Value]:
    return {"person": f"person/{who}", "party": party, "valid_from": since, "valid_to": to}


REGISTER = Register(
    memberships=[
        _member("lead", LEAD, to="2022-07-10"),
        _member("co", CO, since="2022-07-10"),
        _member("elsewhere", ELSEWHERE),
        _member("left the lead", LEAD, to="2022-07-09"),
        _member("not yet with the lead", LEAD, since="2022-07-11"),
    ]
)


def history(state: str, taken: str) -> tuple[Past, ...]:
    """Return a lawful way into *state* with the start and the report *taken* so."""
    by = {
        "by himself": person("asking", "executor"),
        "by another": person("another", "executor"),
        "by another for the lead": person("another", "operator", as_=LEAD),
    }[taken]
    ways = {
        "planned": (planned(),),
        "in_progress": (planned(), started(by=by)),
        "reported": (planned(), started(by=by), reported(by=by)),
        "evaluated": (planned(), started(by=by), reported(by=by), evaluated()),
        "cancelled": (planned(), cancelled()),
    }
    return ways[state]


ASKED: dict[bool, tuple[Past, ...]] = {False: (), True: (transfer_requested(),)}
"""What a refusal of a transfer answers; a lapse would have to wait for the answer."""


def test_exactly_the_allowed_cells_succeed() -> None:
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    histories = {
        (state, taken, asked): given(*history(state, taken), *ASKED[asked]).state
        for state, taken, asked in product(STATES, TAKEN, ASKED)
    }
    for cell in cells():
        outcome = "allowed"
        try:
            state = histories[cell.state, cell.taken, cell.trigger == "refuse-transfer"]
            decide(COMMANDS[cell.trigger], state, deciding(speaker(cell), TODAY))
        except RefusedByRules as error:
            outcome = type(error).__name__
        outcomes[outcome] += 1
        if (outcome == "allowed") != allowed(cell):
            wrong.append(f"{cell}: {outcome}")
    assert wrong == []
    assert sum(outcomes.values()) == len(ROLES) * len(BELONGS) * 4 * 3 * 16 * 5
    # Every kind of answer occurs, so the product is not empty of a case.
    assert set(outcomes) == {"allowed", "NotAllowed", "IllegalTransition"}
    assert min(outcomes.values()) > 200


def test_the_state_is_named_before_the_right() -> None:
    """Whoever may not and could not either hears of the state: it is what he can see."""
    given(*history("evaluated", "by another")).when(
        COMMANDS["report"], by=person("asking", "reader")
    ).then_refused(IllegalTransition)


@pytest.mark.parametrize("gap", ["executor", "supervisor", "principal", "also a supervisor"])
def test_the_oracle_would_notice_a_gap(gap: str) -> None:
    """Twin: were one condition of the rights missing, some cell would differ."""
    forgiving: dict[str, Callable[[Cell], Cell]] = {
        "executor": lambda cell: cell._replace(roles=(*cell.roles, "executor")),
        "supervisor": lambda cell: cell._replace(roles=(*cell.roles, "supervisor")),
        "principal": lambda cell: cell._replace(principal=None),
        "also a supervisor": lambda cell: cell._replace(
            roles=tuple(role for role in cell.roles if role != "supervisor")
            if cell.trigger in INVOLVED
            else cell.roles
        ),
    }
    assert any(allowed(forgiving[gap](cell)) != allowed(cell) for cell in cells())


def test_a_role_alone_opens_nothing_to_a_party_of_nobody() -> None:
    unowned = planned(lead=None, co=())
    given(unowned).when(COMMANDS["start"]).then_refused(NotAllowed, "no executor is assigned")
    given(unowned, started()).when(COMMANDS["report"]).then_refused(
        NotAllowed, "vekha export roadmap"
    )
    given(unowned).when(COMMANDS["note"]).then_refused(NotAllowed, "no executor is assigned")
    given(unowned).when(COMMANDS["note"], by=SUPERVISOR).then("NoteMade")
