"""What people read: codes, days, periods and refusals turned into words, in two languages.

Every kind of knowledge has a module with one table; command line, papers and pages ask here.
Nothing here prints, decides or looks anything up: names of parties are handed in.
"""

from engine.wording.codes import (
    Vocabulary,
    act,
    change,
    column,
    completeness,
    counted,
    direction,
    evidence,
    field,
    likeness,
    login,
    mark,
    moved,
    part,
    party,
    place,
    purpose,
    request,
    role,
    state,
    step,
    thing,
    verdict,
    words,
)
from engine.wording.days import day, days, moment, percent, period, written
from engine.wording.deadlines import kind, problem
from engine.wording.events import event
from engine.wording.facts import sentence, sentences, word

__all__ = [
    "Vocabulary",
    "act",
    "change",
    "column",
    "completeness",
    "counted",
    "day",
    "days",
    "direction",
    "event",
    "evidence",
    "field",
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
    "request",
    "role",
    "sentence",
    "sentences",
    "state",
    "step",
    "thing",
    "verdict",
    "word",
    "words",
    "written",
]
