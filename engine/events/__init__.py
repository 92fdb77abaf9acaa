"""What has happened: the vocabulary of events, and the append-only log that keeps them.

An event is a fact of the field in the past tense. Nothing here decides whether a step was allowed
and nothing here reads a clock: both are handed in. Rows are read through ``codec.py`` alone.
"""

from engine.events import (
    changes,
    indicators,
    ledger,
    occurrences,
    orders,
    parties,
    parts,
    people,
    retractions,
    roadmaps,
)
from engine.events.event import Event

__all__ = [
    "Event",
    "changes",
    "indicators",
    "ledger",
    "occurrences",
    "orders",
    "parties",
    "parts",
    "people",
    "retractions",
    "roadmaps",
]
