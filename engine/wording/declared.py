"""Words that are written where a thing is declared: an event's in its class, a step's in its row.

Loaded when first asked for: the help of the command line needs none of what is declared there.
"""

from __future__ import annotations

from engine.errors import N_
from engine.events.event import REGISTER
from engine.wording import codes, deadlines
from engine.wording.codes import Vocabulary
from engine.workflows.occurrence.steps import STEPS, WHO

event = Vocabulary({name: found.TOLD for name, found in REGISTER.items()})
"""Stored name of an event -> what happened."""

step = Vocabulary({row.trigger: row.word for row in STEPS})

who = Vocabulary({name: people.word for name, people in WHO.items()})
"""Who may take a step."""

request = Vocabulary(
    {
        **step,
        "init": N_("open the ledger"),
        "import": N_("import an order"),
        "schedule": N_("set windows"),
        "people add": N_("register a person"),
        "people login": N_("give a login"),
        "admin grant": N_("give roles"),
        "admin policy": N_("set a policy"),
        "admin journal": N_("change the journal"),
        "admin rebuild": N_("rebuild the rows"),
        "admin upgrade": N_("upgrade the ledger"),
        "people list": N_("list the people"),
        "export roadmap": N_("export a roadmap"),
        "show": N_("look something up"),
        "status": N_("see the status"),
        "audit log": N_("read the history"),
        "review": N_("review a year"),
        "append": N_("record"),
    }
)
"""What is asked of an office and may be refused; by an append that knows no more, to record."""

word = Vocabulary(
    {
        **codes.state,
        **codes.counted,
        **codes.verdict,
        **codes.completeness,
        **codes.role,
        **codes.party,
        **codes.thing,
        **codes.field,
        **codes.likeness,
        **deadlines.kind,
        **step,
    }
)
"""The vocabularies that facts speak, together: a code has the same word in all of them."""
