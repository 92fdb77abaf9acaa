"""What people read: codes, days, periods and refusals turned into words, in two languages.

Every kind of knowledge has a module with one table; command line, papers and pages ask here.
Nothing here prints, decides or looks anything up: names of parties are handed in.
"""

from typing import TYPE_CHECKING, Any

from engine.wording.codes import (
    Vocabulary,
    act,
    change,
    column,
    completeness,
    counted,
    direction,
    each,
    evidence,
    field,
    ground,
    likeness,
    login,
    mark,
    moved,
    part,
    party,
    place,
    purpose,
    role,
    stage,
    standing,
    state,
    thing,
    threshold,
    verdict,
    words,
)
from engine.wording.days import approval, day, days, moment, percent, period, written
from engine.wording.deadlines import kind, problem
from engine.wording.facts import called, sentence, sentences
from engine.wording.judgements import (
    by_edition,
    by_original,
    in_figures,
    in_force,
    judged,
    recorded_late,
)
from engine.wording.reasons import (
    capacity,
    cause,
    closing,
    excuse,
    horizon,
    note,
    origin,
    proposal,
    risk,
)
from engine.wording.refusals import refusal

if TYPE_CHECKING:
    from engine.wording.declared import event, request, step, who, word

__all__ = [
    "Vocabulary",
    "act",
    "approval",
    "by_edition",
    "by_original",
    "called",
    "capacity",
    "cause",
    "change",
    "closing",
    "column",
    "completeness",
    "counted",
    "day",
    "days",
    "direction",
    "each",
    "event",
    "evidence",
    "excuse",
    "field",
    "ground",
    "horizon",
    "in_figures",
    "in_force",
    "judged",
    "kind",
    "likeness",
    "login",
    "mark",
    "moment",
    "moved",
    "note",
    "origin",
    "part",
    "party",
    "percent",
    "period",
    "place",
    "problem",
    "proposal",
    "purpose",
    "recorded_late",
    "refusal",
    "request",
    "risk",
    "role",
    "sentence",
    "sentences",
    "stage",
    "standing",
    "state",
    "step",
    "thing",
    "threshold",
    "verdict",
    "who",
    "word",
    "words",
    "written",
]


def __getattr__(name: str) -> Any:
    """Return a vocabulary that follows from declarations; see ``declared.py``."""
    if name not in __all__:
        raise AttributeError(name)
    from engine.wording import declared

    return getattr(declared, name)
