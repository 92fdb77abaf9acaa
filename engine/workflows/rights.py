"""Who may take a step: pure rules over who is speaking and who answers for an occurrence."""

from __future__ import annotations

import msgspec

from engine.errors import N_, Code, NotAllowed, Party
from engine.workflows.occurrence.state import Occurrence
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


def check(step: Step, speaker: Speaker, occurrence: Occurrence) -> None:
    """Raise NotAllowed where *speaker* may not take *step*."""
    people = step.people
    suffices = people.also in speaker.roles and speaker.principal is None
    if people.of is None:
        _check_role(step, speaker)
    elif not suffices:
        _check_people(step, speaker, people.of(occurrence))
    if step.independent and speaker.person in occurrence.hands:
        raise NotAllowed(
            N_("you cannot take the step “{step}” on work that you started or reported yourself"),
            remedy=N_("Another supervisor has to do it."),
            step=Code(step.trigger),
        )


def require(speaker: Speaker, role: str) -> None:
    """Raise NotAllowed where *speaker* lacks *role*."""
    if role not in speaker.roles:
        raise NotAllowed(
            N_("this needs the role “{role}”"),
            remedy=N_("An administrator can give it: vekha admin grant PERSON {typed}"),
            role=Code(role),
            typed=role,
        )


def _check_role(step: Step, speaker: Speaker) -> None:
    """Check a step for which the role is enough, and that no one takes for another."""
    if speaker.principal is not None:
        raise NotAllowed(
            N_("no one can take the step “{step}” for another"), step=Code(step.trigger)
        )
    require(speaker, step.people.role)


def _check_people(step: Step, speaker: Speaker, wanted: frozenset[str]) -> None:
    """Check a step for which one must be one of those *wanted*, or act for one of them."""
    if speaker.principal is not None:
        require(speaker, "operator")
    elif step.people.role not in speaker.roles:
        _refuse_without_role(step, speaker)
    if not wanted:
        _refuse_of_no_one(step)
    if not wanted & _speaks_for(speaker):
        raise NotAllowed(
            N_("only {whom} may take the step “{step}”"),
            remedy=N_("An operator may record it for them with --for."),
            step=Code(step.trigger),
            whom=tuple(map(Party, sorted(wanted))),
        )


def _refuse_of_no_one(step: Step) -> None:
    """Say that there is no one whose step it would be: no executor, or no one who did it."""
    if step.who in ("starter", "reporter"):
        raise NotAllowed(
            N_("no one did what the step “{step}” takes back"),
            remedy=N_("Go on from here: vekha report."),
            step=Code(step.trigger),
        )
    raise NotAllowed(
        N_("no executor is assigned to this measure"),
        remedy=N_(
            "Name one: vekha export roadmap KEY -o FILE, add executors in it, vekha import FILE"
        ),
    )


def _refuse_without_role(step: Step, speaker: Speaker) -> None:
    if "operator" in speaker.roles:
        raise NotAllowed(
            N_("an operator records a step for someone"),
            remedy=N_("Say for whom with --for."),
        )
    require(speaker, step.people.role)


def _speaks_for(speaker: Speaker) -> frozenset[str]:
    """Return whom the speaker acts for; with a principal, not himself."""
    return speaker.acts_for if speaker.principal else speaker.acts_for | {speaker.person}
