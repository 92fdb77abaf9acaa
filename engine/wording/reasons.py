"""Words for what events keep beside a decision: why it came about, and how it stands.

One table for each vocabulary of ``engine/events``, as in ``codes.py``.
"""

from __future__ import annotations

from engine.errors import N_
from engine.wording.codes import Vocabulary

cause = Vocabulary(
    successor=N_("the next one has begun"),
    horizon=N_("the plan is over"),
    reason=N_("for a reason"),
    control=N_("it stays on control"),
)
"""Why an occurrence was closed as not done, or reopened."""

closing = Vocabulary(
    lead=N_("by the report of the lead"),
    all=N_("by the last of all executors"),
    group=N_("by the last member of the group"),
)
"""Whose report closes."""

origin = Vocabulary(
    edition=N_("an edition asks for it"),
    schedule=N_("windows were set"),
    demand=N_("it was done on demand"),
    takeover=N_("its history was taken over"),
)
"""Why an occurrence was planned."""

proposal = Vocabulary(
    window=N_("another deadline"),
    executors=N_("other executors"),
    cancellation=N_("cancellation"),
)
"""What an edition would change of work that was begun."""

capacity = Vocabulary(
    own=N_("in one's own name"),
    operator=N_("for an executor"),
    decision=N_("someone's decision, from its paper"),
    deputy=N_("as a deputy"),
    takeover=N_("a history taken over"),
)
"""How someone recorded."""

excuse = Vocabulary(excusable=N_("excusable"), preventable=N_("preventable"))
"""What kind of reason for lateness it is."""

risk = Vocabulary(on_track=N_("on track"), at_risk=N_("at risk"), late=N_("will be late"))
"""Whether the deadline will be kept, as an executor sees it."""

note = Vocabulary(comment=N_("comment"), interim=N_("how far the work is"))
"""What a note is."""

horizon = Vocabulary(
    stated=N_("stated in the document"),
    option=N_("named when it was taken in"),
    title=N_("taken from the title"),
    years=N_("taken from the years in the deadlines"),
    order_date=N_("taken from the date of the order"),
    months=N_("taken from months without a year"),
)
"""What the term of a plan rests on."""
