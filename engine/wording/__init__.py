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
    standing,
    state,
    thing,
    verdict,
    words,
)
from engine.wording.days import approval, day, days, moment, percent, period, written
from engine.wording.deadlines import kind, problem
from engine.wording.facts import called, sentence, sentences
from engine.wording.judgements import by_original, in_figures, in_force, judged, recorded_late
from engine.wording.refusals import refusal

if TYPE_CHECKING:
    from engine.wording.declared import event, request, step, who, word

__all__ = [
    "Vocabulary",
    "act",
    "approval",
    "by_original",
    "called",
    "change",
    "column",
    "completeness",
    "counted",
    "day",
    "days",
    "direction",
    "each",
    "event",
    "evidence",
    "field",
    "ground",
    "in_figures",
    "in_force",
    "judged",
    "kind",
    "likeness",
    "login",
    "mark",
    "moment",
    "moved",
    "part",
    "party",
    "percent",
    "period",
    "place",
    "problem",
    "purpose",
    "recorded_late",
    "refusal",
    "request",
    "role",
    "sentence",
    "sentences",
    "standing",
    "state",
    "step",
    "thing",
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
