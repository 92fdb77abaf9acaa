"""Orders read from Word, Excel, CSV, PDF and YAML into drafts, and what is odd about them.

One way in: :func:`read`. Nothing here records anything, decides anything or talks to a person;
everything that a reader is unsure of comes back as a :class:`~engine.documents.problems.Problem`.

The folders, from the bottom up; each imports only those before it:

- ``printed``: how print looks: letters, terms, numbers, cells in a grid
- ``containers``: files opened and kept safe: Word, Excel, CSV, PDF, YAML
- ``names``: who is named: executors, their kinds, cases, and who is the same as whom
- ``goals``: what a plan is for: its years, its passport, the numbers that it promises
- ``tables``: tables of measures: columns, rows, sections
- ``act``: the order around the tables: particulars, items, captions
- ``assembly``: all of it put together into a draft
- ``checks``: what is odd about a draft
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from engine.documents.containers import Form
from engine.documents.problems import Problem, Where
from engine.workflows.orders.draft import Draft


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was understood: the draft, what is odd about it, and the file's fingerprint.

    ``sha256`` is the lower-case hex digest of the bytes that were read; ``name`` is the file's
    own name without its folder.
    """

    draft: Draft
    problems: tuple[Problem, ...]
    sha256: str
    name: str
    form: Form


def read(path: str | Path) -> Document:
    """Read the order in the file at *path*; the reader is chosen by what the file holds.

    Raises :class:`~engine.errors.NotFound` where there is no such file, and
    :class:`~engine.errors.UnreadableDocument`, with the reason and what to do, where it cannot be
    read or is not safe to read. The file is read once: digest and draft are of the same bytes.
    """
    from engine.documents.containers import files

    data, name = files.contents(Path(path))
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read the order in *data*, as :func:`read` does; *name* is the file's name."""
    from engine.documents.assembly.reading import draft_of
    from engine.documents.checks.draft import check
    from engine.documents.containers import files

    form = files.form_of(data, name)
    draft, problems = draft_of(data, name, form)
    return Document(
        draft=draft,
        problems=problems + check(draft),
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        form=form,
    )


__all__ = ["Document", "Form", "Problem", "Where", "read", "read_bytes"]
