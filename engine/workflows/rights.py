"""Who may take a step: pure rules over who is speaking and who answers for an occurrence."""

from __future__ import annotations

from typing import assert_never

import msgspec

from engine.errors import N_, Code, NotAllowed, Party
from engine.workflows.occurrence.steps import Step


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Who is speaking: the person, his roles, and the parties in whose name he acts.

    With a ``principal`` (``--for``) an operator speaks for another; ``acts_for`` is then whom
    the principal acts for, otherwise the person himself and all he belongs to.
    """

    person: str
    roles: frozenset[str]
    acts_for: frozenset[str]
    principal: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for an occurrence; see ``Occurrence`` for what each set means."""

    lead: str | None
    executors: frozenset[str]
    starters: frozenset[str]
    reporters: frozenset[str]
    hands: frozenset[str]


def check(step: Step, speaker: Speaker, standing: Standing) -> None:
    """Raise NotAllowed where *speaker* may not take *step*."""
    if step.who == "supervisor":
        _check_supervisor(step, speaker, standing)
    else:
        _check_executor(step, speaker, standing)


def require(speaker: Speaker, role: str) -> None:
    """Raise NotAllowed where *speaker* lacks *role*."""
    if role not in speaker.roles:
        raise NotAllowed(
            N_("this needs the role “{role}”"),
            remedy=N_("An administrator can give it: vekha admin grant PERSON {typed}"),
            role=Code(role),
            typed=role,
        )


def _check_supervisor(step: Step, speaker: Speaker, standing: Standing) -> None:
    if speaker.principal is not None:
        raise NotAllowed(
            N_("no one can take the step “{step}” for another"), step=Code(step.trigger)
        )
    require(speaker, "supervisor")
    if step.trigger == "evaluate" and speaker.person in standing.hands:
        raise NotAllowed(
            N_("you cannot evaluate work that you started or reported yourself"),
            remedy=N_("Another supervisor has to do it."),
        )


def _check_executor(step: Step, speaker: Speaker, standing: Standing) -> None:
    if speaker.principal is not None:
        require(speaker, "operator")
    elif "executor" not in speaker.roles:
        _refuse_without_role(speaker)
    wanted = _wanted(step, standing)
    if not wanted and step.who in ("executor", "lead"):
        raise NotAllowed(
            N_("no executor is assigned to this measure"),
            remedy=N_(
                "Name one: vekha export roadmap KEY -o FILE, add executors in it, vekha import FILE"
            ),
        )
    if not wanted & _own(speaker):
        raise NotAllowed(
            N_("only {whom} may take the step “{step}”"),
            remedy=N_("An operator may record it for them with --for."),
            step=Code(step.trigger),
            whom=tuple(map(Party, sorted(wanted))),
        )


def _refuse_without_role(speaker: Speaker) -> None:
    if "operator" in speaker.roles:
        raise NotAllowed(
            N_("an operator records a step for somebody"),
            remedy=N_("Say for whom with --for."),
        )
    require(speaker, "executor")


def _wanted(step: Step, standing: Standing) -> frozenset[str]:
    """Return the ids of which the speaker must be one, or act for one."""
    match step.who:
        case "executor":
            return standing.executors
        case "lead":
            return frozenset(filter(None, (standing.lead,)))
        case "starter":
            return standing.starters
        case "reporter":
            return standing.reporters
        case "supervisor":
            return frozenset()
        case _:
            assert_never(step.who)


def _own(speaker: Speaker) -> frozenset[str]:
    """Return whom the speaker acts for; with a principal, not himself."""
    return speaker.acts_for if speaker.principal else speaker.acts_for | {speaker.person}
