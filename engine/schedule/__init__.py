"""Deadline phrases read as windows: what a Russian plan means by «август ежегодно».

Pure: the same phrase and plan give the same reading, on any machine and any day. No clock, no
locale and no store is asked, and nothing of a ledger is known here.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.schedule import _first
from engine.schedule.reading import Alternative, Kind, Problem, Reading, Window

__all__ = ["RULE_SET", "Alternative", "Kind", "Problem", "Reading", "Window", "read"]

RULE_SET: Final = "1"


def read(
    phrase: str,
    start: date,
    end: date,
    *,
    order_date: date | None = None,
    working_days: bool = False,
) -> Reading:
    """Read *phrase* as a deadline in a plan that runs from *start* to *end*."""
    del order_date, working_days
    return _first.read(phrase, start, end)
