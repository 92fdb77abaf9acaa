"""What is known when an order is decided on: who is who, the catalogue, the occurrences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

import msgspec

from engine.events import streams
from engine.people.register import Register
from engine.workflows.occurrence.state import Occurrence
from engine.workflows.orders.catalogue import Catalogue


def _new(_stream: str) -> int:
    return 0


class Known(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The state that an order meets; empty where there is no ledger yet.

    ``version`` tells a stream's present version (0: it is new), ``occurrences`` those of the
    roadmaps and orders concerned, by stream.
    """

    catalogue: Catalogue = Catalogue()
    register: Register = Register()
    occurrences: Mapping[str, Occurrence] = {}
    version: Callable[[str], int] = _new

    def of(self, path: str) -> list[Occurrence]:
        """Return the occurrences of a measure (``roadmap/m001``), by deadline."""
        found = self._by_measure.get(streams.occurrences_of(path), [])
        return sorted(found, key=lambda known: (known.current_deadline or date.max, known.key))

    @cached_property
    def _by_measure(self) -> dict[str, list[Occurrence]]:
        """Return what their streams begin with -> the occurrences of a measure."""
        grouped: dict[str, list[Occurrence]] = {}
        for name, known in self.occurrences.items():
            grouped.setdefault(name[: name.rindex("/") + 1], []).append(known)
        return grouped
