"""What the tests of the readers share."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["docx", "xlsx", "csv"])
def form(request: pytest.FixtureRequest) -> str:
    """Give each form in which a table can come."""
    return str(request.param)
