"""A ledger of each backend for the tests of the register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ledgers import Ledger
from tests.support.logs import Place


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    """Give an opened rehearsal of each backend."""
    found = Ledger(place).open()
    yield found
    found.close()
