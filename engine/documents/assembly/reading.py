"""Each kind of file to its own reader, and what that reader finds to one draft."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import MappingProxyType

from engine.documents.assembly.assemble import assemble
from engine.documents.containers import Form
from engine.documents.printed.grid import Block
from engine.documents.problems import Problem
from engine.workflows.orders.draft import Draft

_READERS = MappingProxyType(
    {
        "docx": "engine.documents.containers.docx_blocks",
        "xlsx": "engine.documents.containers.xlsx_blocks",
        "csv": "engine.documents.containers.csv_blocks",
        "pdf": "engine.documents.containers.pdf_blocks",
    }
)


def draft_of(data: bytes, name: str, form: Form) -> tuple[Draft, tuple[Problem, ...]]:
    """Return the draft in *data*, which ``files.form_of`` has found safe, and what was unclear.

    Only the libraries of that *form* are loaded. Raises :class:`~engine.errors.UnreadableDocument`.
    """
    if form == "yaml":
        from engine.documents.yaml_order import read_yaml

        return read_yaml(data, name), ()
    blocks: Callable[[bytes, str], tuple[Block, ...]]
    blocks = importlib.import_module(_READERS[form]).blocks
    return assemble(blocks(data, name), name)
