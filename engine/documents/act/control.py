"""Who sees to it that an order is carried out, in the usual wordings of its last item."""

from __future__ import annotations

import re

from engine.documents.names import cases
from engine.documents.names.surnames import Case
from engine.workflows.orders.draft import PersonDraft

CLAUSE = re.compile(
    r"^(?:\w+\s+){0,2}контрол(?:ь|я|ировать|ирую)\b|^(?:возложить|возлагаю|оставляю|поручить)\s"
    r"+(?:\w+\s+)?контроль\b|^\w+\s+\w+\s+контролирую\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?:за|на)\s+соб(?:ой|ою)|на\s+себя|контролирую(?:\s+лично)?|лично\W*$", re.IGNORECASE
)
_UPON: tuple[tuple[Case | None, re.Pattern[str]], ...] = (
    ("accusative", re.compile(r"возл(?:ожить|агаю|агается|ожен)\b.*?\bна\s+(.+)$", re.IGNORECASE)),
    ("dative", re.compile(r"(?:поручить|поручаю|поручается)\s+(.+)$", re.IGNORECASE)),
    (None, re.compile(r"(?:осуществля\w+|остав\w+ за|возложен за)\s+(.+)$", re.IGNORECASE)),
)


def who_controls(line: str) -> PersonDraft | str | None:
    """Return ``signatory``, or whom the item *line* puts in control; ``None`` if it does not."""
    if not CLAUSE.match(line):
        return None
    if _SELF.search(line):
        return "signatory"
    for case, pattern in _UPON:
        if match := pattern.search(line):
            return _named(match[1], case)
    return None


def _named(phrase: str, case: Case | None) -> PersonDraft:
    office, people = cases.people_in(phrase, case)
    post = cases.nominative(office, case) if case else office
    return PersonDraft(name=people[0] if people else "", post=post[:1].upper() + post[1:])
