"""What whoever opens a log declares: the rows that its batches bring, and what it records."""

from __future__ import annotations

import msgspec

from engine.events.read_tables import ReadTable
from engine.events.vocabulary import Vocabulary


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """The read tables beside the log (those of the register are its own), and the vocabulary."""

    read_tables: tuple[ReadTable, ...]
    vocabulary: Vocabulary
