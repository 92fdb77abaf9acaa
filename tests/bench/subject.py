"""What can be measured: something that gets operations ready, and then does them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from tests.bench.site import Site
from tests.bench.spending import Backends

Work = Callable[[], object]


class Subject(Protocol):
    """One contender at work on a place of its own."""

    def ready(self, times: int) -> Work:
        """Get *times* operations ready; what is returned does them, and only that is measured."""

    def servers(self) -> Iterable[Backends]:
        """Return the server's processes whose CPU time belongs to it."""

    def close(self) -> None:
        """Let go of connections."""


Opened = Callable[[Site, int], Subject]
"""Sets somebody up in a place where all of a run live, with so many events in the ledger."""


class Contender(msgspec.Struct, frozen=True, kw_only=True):
    """Who is measured: its name, what it lacks beside ours, and how it is set up."""

    name: str
    opened: Opened
    lacks: str = ""
