"""The state machine of an occurrence, built from the table of steps; it is asked, never run.

``transitions`` holds it without a model, callbacks or conditions, so that replaying is silent.
``python -m engine.workflows.occurrence.lifecycle`` prints the diagram that the README shows.
"""

from __future__ import annotations

from typing import get_args

from transitions import Machine

from engine.errors import N_, Code, IllegalTransition
from engine.events.occurrences import Status
from engine.workflows.occurrence.steps import BY_TRIGGER, STEPS

STATES: tuple[Status, ...] = get_args(Status)

MACHINE = Machine(
    model=None,
    states=list(STATES),
    initial="planned",
    auto_transitions=False,
    transitions=[
        {"trigger": step.trigger, "source": source, "dest": step.dest}
        for step in STEPS
        for source in step.sources
    ],
)


TOO_EARLY = N_("cannot {step}: it is {status}")
TOO_LATE = N_("cannot {step}: it is already {status}")


def after(trigger: str, status: Status) -> Status:
    """Return the state that *trigger* leads to from *status*; raises IllegalTransition."""
    found = MACHINE.get_transitions(trigger, status)
    if not found:
        raise IllegalTransition(
            TOO_LATE if _is_past(trigger, status) else TOO_EARLY,
            remedy=N_("From there: {possible}."),
            step=Code(trigger),
            status=Code(status),
            possible=tuple(map(Code, possible(status))),
        )
    return BY_TRIGGER[trigger].dest or status


def possible(status: Status) -> tuple[str, ...]:
    """Return the triggers that lead on from *status* to another state, in the table's order."""
    return tuple(step.trigger for step in STEPS if step.dest and status in step.sources)


def _is_past(trigger: str, status: Status) -> bool:
    """Return whether *status* comes after all states from which *trigger* leads on."""
    return STATES.index(status) > max(map(STATES.index, BY_TRIGGER[trigger].sources))


def diagram() -> str:
    """Return the machine as a Mermaid state diagram; steps that keep the state are not in it."""
    lines = ["stateDiagram-v2", "    [*] --> planned"]
    lines += [
        f"    {source} --> {step.dest}: {step.trigger}"
        for step in STEPS
        if step.dest
        for source in step.sources
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(diagram())
