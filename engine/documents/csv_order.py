"""Orders and plans from ``.csv`` files."""

from __future__ import annotations

from engine.documents.assemble import assemble
from engine.documents.csv_blocks import csv_blocks
from engine.documents.problems import Problem
from engine.workflows.draft import Draft


def read(data: bytes, name: str) -> tuple[Draft, tuple[Problem, ...]]:
    """Read the file in *data*, which ``files.form_of`` has found safe."""
    return assemble(csv_blocks(data, name), name)
