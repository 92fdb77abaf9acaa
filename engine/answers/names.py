"""Names for ids: what people call the parties that an answer speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.events.log import StreamAppend
from engine.events.parties import PartyRegistered
from engine.events.people import PersonRegistered
from engine.people.register import Register

Names = Callable[[str], str]
"""Id of a party -> the name to show for it."""


def names_after(register: Register, appends: Iterable[StreamAppend]) -> Names:
    """Return the names of the register, and of those whom *appends* would add to it."""
    fresh: dict[str, str] = {}
    for append in appends:
        for new in append.events:
            match new.event:
                case PartyRegistered(name=name):
                    fresh[append.stream] = name
                case PersonRegistered():
                    fresh[append.stream] = new.words.get("name", "")
    return lambda party: fresh.get(party) or register.name(party)
