"""What a reader noticed and could not settle: a place, a sentence, and what follows from it.

A problem never stops the reading; what must stop it is ``UnreadableDocument``. Like an error, a
problem carries English templates and the facts that fill them, so that the program's rim can show
it in the reader's language.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import Fact, filled

Severity = Literal["blocking", "warning", "note"]


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the document. Tables and rows count from 1; 0 and ``""`` mean the whole of it.

    ``roadmap`` is the key of a roadmap, ``number`` the printed number of a measure or item, and
    ``cell`` the column by its role: ``number``, ``title``, ``deadline``, ``executors`` …
    """

    roadmap: str = ""
    table: int = 0
    row: int = 0
    number: str = ""
    cell: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person should look at before the order is recorded.

    ``code`` is stable. ``template`` says what is wrong and ``consequence`` what will happen if
    nothing is done; both are filled from ``facts``. A ``blocking`` problem has to be settled
    first, a ``warning`` should be, a ``note`` is a proposal or an observation. In the facts,
    codes are of the type :class:`~engine.errors.Code`, days are dates, lists are tuples.
    """

    code: str
    where: Where
    template: str
    consequence: str = ""
    facts: dict[str, Fact] = msgspec.field(default_factory=dict)
    severity: Severity = "warning"

    @property
    def text(self) -> str:
        """What is wrong, as an English sentence."""
        return filled(self.template, self.facts)

    @property
    def outcome(self) -> str:
        """What will happen if nothing is done, as an English sentence."""
        return filled(self.consequence, self.facts)
