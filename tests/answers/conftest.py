"""An office in memory, of a day on which every shipped order has been signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import logs
from tests.support.offices import RehearsedOffice, office_on


@pytest.fixture
def kept() -> Iterator[RehearsedOffice]:
    """Give an office of January 2026, when every shipped order has been signed."""
    with office_on(logs.Place("memory", None)) as office:
        office.clock.on(2026, 1, 15)
        yield office
