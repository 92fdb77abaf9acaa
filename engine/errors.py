"""Every deliberate failure of vekha, drawn as a tree; what is not here is a bug.

    VekhaError
    ├── RefusedByRules        exit 3   the rules say no; no event was recorded
    │   ├── IllegalTransition          the occurrence is in another state
    │   └── NotAllowed                 this person may not
    ├── Conflict              exit 4   somebody recorded first
    ├── NotFound              exit 5   no such measure, person, ledger
    │   └── Ambiguous                  several fit; they are listed
    ├── UnreadableDocument    exit 6   the order cannot be read; nothing was recorded
    ├── LogDamaged            exit 7   a stored event was changed, lost or cannot be read
    ├── StoreUnavailable      exit 8   busy, unreachable, full, newer than this program
    └── OutcomeUnknown        exit 9   sent, and no answer came: run the same command again

An error carries an English template and the facts that fill it, so that the program's rim can
show it in the reader's language: ``raise NotFound(N_("no measure {ref}"), ref=ref)``.
"""

from __future__ import annotations

from typing import Any, ClassVar


def N_(template: str) -> str:
    """Mark *template* for the catalogue of translations and return it unchanged."""
    return template


class VekhaError(Exception):
    """A deliberate failure: an English template, its facts, and what to do about it.

    ``code`` is the stable name that ``--json`` and refusal notes carry; ``exit_status`` is what
    the program ends with. ``remedy`` is a second template, filled from the same facts; ``reason``
    is a narrower code where one class serves several refusals.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(self, template: str, /, *, remedy: str = "", **facts: Any) -> None:
        self.template = template
        self.remedy = remedy
        self.facts = facts
        self.reason = self.code
        super().__init__(template, remedy, facts)

    def __str__(self) -> str:
        return " ".join(text.format(**self.facts) for text in (self.template, self.remedy) if text)


class RefusedByRules(VekhaError):
    """The rules of the field say no; no event was recorded."""

    code = "refused"
    exit_status = 3


class IllegalTransition(RefusedByRules):
    """The occurrence is in a state from which this step does not lead."""

    code = "illegal_transition"


class NotAllowed(RefusedByRules):
    """This person may not take this step."""

    code = "not_allowed"


class Conflict(VekhaError):
    """Somebody recorded first, and deciding again did not settle it."""

    code = "conflict"
    exit_status = 4


class NotFound(VekhaError):
    """No such ledger, order, measure, occurrence or person."""

    code = "not_found"
    exit_status = 5


class Ambiguous(NotFound):
    """Several things fit the name that was given; ``facts['candidates']`` lists them."""

    code = "ambiguous"


class UnreadableDocument(VekhaError):
    """The document cannot be read; nothing was recorded."""

    code = "unreadable_document"
    exit_status = 6


class LogDamaged(VekhaError):
    """A stored event, or a guard that protects it, was changed, lost or cannot be read."""

    code = "log_damaged"
    exit_status = 7


class StoreUnavailable(VekhaError):
    """The store is busy, unreachable, full or of another version; nothing was recorded."""

    code = "store_unavailable"
    exit_status = 8


class OutcomeUnknown(VekhaError):
    """The batch was sent and no answer came; running the same command again settles it."""

    code = "outcome_unknown"
    exit_status = 9
