"""Orders and plans from ``.xlsx`` files."""

from __future__ import annotations

from engine.documents.assemble import assemble
from engine.documents.problems import Problem
from engine.documents.xlsx_blocks import xlsx_blocks
from engine.workflows.draft import Draft


def read(data: bytes, name: str) -> tuple[Draft, tuple[Problem, ...]]:
    """Read the file in *data*, which ``files.form_of`` has found safe."""
    return assemble(xlsx_blocks(data, name), name)
