"""The rim: a file's bytes, and what kind of file they are.

The kind is told from the bytes. A name that says something else is refused: a person who sends a
``.docx`` that is none should hear of it before anything is recorded.
"""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path, PurePath

from engine.documents.containers import Form
from engine.errors import N_, NotFound, UnreadableDocument

MAX_BYTES = 64 * 1024 * 1024
_SUFFIXES: dict[str, Form] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".pdf": "pdf",
}
_KEYS = (b"order:", b"roadmaps:", b"parties:")
_READ = N_("Orders are read from .docx, .xlsx, .csv, .pdf and .yaml.")
_NAMED = N_(
    "Import the file that it was copied from (.docx, .xlsx, .pdf); a table with separators has to"
    " be named .csv, a draft .yaml."
)
_AGAIN = N_("Save or download it again, and import that file.")
_CLOSED = N_("{file} cannot be opened: {reason}.")
_CHECK = N_("Check its name, and whether another program can open it.")
_UNOPENED: dict[type[OSError], tuple[str, str]] = {
    IsADirectoryError: (
        N_("{file} is a folder."),
        N_("Name one file in it (.docx, .xlsx, .csv, .pdf or .yaml)."),
    ),
    PermissionError: (_CLOSED, N_("Ask its owner for the right to read it.")),
}
"""What is said of a file that cannot be opened, and what to do, by the kind of failure."""
_CONVERT = N_("Convert it first: soffice --headless --convert-to {target} {file!r}")


def contents(path: Path) -> tuple[bytes, str]:
    """Return the bytes of the ordinary file at *path* and its name, as text that can be stored."""
    name = os.fsencode(path.name or str(path)).decode("utf-8", "replace")
    try:
        with open(path, "rb", opener=_unblocking) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise UnreadableDocument(
                    N_("{file} is not an ordinary file."), remedy=_READ, file=name
                )
            if state.st_size > MAX_BYTES:
                raise _too_large(name)
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            N_("There is no file {file}."),
            remedy=N_("Check the name and the folder; a name with spaces needs quotation marks."),
            file=name,
        ) from None
    except (OSError, ValueError) as error:
        raise _unopened(error, name) from None
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data, name


def form_of(data: bytes, name: str) -> Form:
    """Return what kind of document *data* is; refuse what no reader takes, saying what to do."""
    form = _by_magic(data, name) or _by_text(data, name)
    suffix = PurePath(name).suffix.lower()
    named = _SUFFIXES.get(suffix)
    if suffix in (".doc", ".xls", ".docm", ".xlsm") or (named and named != form):
        raise UnreadableDocument(
            N_("{file} is named {suffix}, but what it holds is {form}."),
            remedy=N_("Look where it comes from; if it is the right file, rename it to .{form}."),
            file=name,
            suffix=suffix,
            form=form,
        )
    return form


def _unopened(error: OSError | ValueError, name: str) -> UnreadableDocument:
    reason = getattr(error, "strerror", None) or str(error)
    known = (said for kind, said in _UNOPENED.items() if isinstance(error, kind))
    template, remedy = next(known, (_CLOSED, _CHECK))
    return UnreadableDocument(template, remedy=remedy, file=name, reason=reason)


def _unblocking(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe (a no-op where there are none)."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} is larger than {limit} MB."),
        remedy=N_("Take the pictures out of it, save it, and import that file."),
        file=name,
        limit=MAX_BYTES // 1024**2,
    )


def _by_magic(data: bytes, name: str) -> Form | None:
    if data.startswith(b"PK\x03\x04"):
        from engine.documents.containers.safety import office_form

        return office_form(data, name)
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(data, name)
    if data.startswith(b"{\\rtf"):
        raise _convert(N_("{file} is an RTF text."), name, "docx")
    if data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<", b"mime-version:")):
        raise _convert(N_("{file} is a web page or XML, not a Word document."), name, "docx")
    return None


def _old_office(data: bytes, name: str) -> UnreadableDocument:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableDocument(
            N_("{file} is protected by a password."),
            remedy=N_("Open it, save it without a password, and import that file."),
            file=name,
        )
    table = "Workbook".encode("utf-16-le") in data
    template = N_("{file} is a file of Word or Excel before 2007.")
    return _convert(template, name, "xlsx" if table else "docx")


def _convert(template: str, name: str, target: str) -> UnreadableDocument:
    return UnreadableDocument(template, remedy=_CONVERT, file=name, target=target)


def _by_text(data: bytes, name: str) -> Form:
    """Return the form of a text: a draft says it in its keys, a table of signs only in its name."""
    suffix = PurePath(name).suffix.lower()
    head = data[:65536].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    if not data.strip():
        raise UnreadableDocument(N_("{file} is empty."), remedy=_AGAIN, file=name)
    if b"\0" in head:
        raise UnreadableDocument(N_("{file} is not a document."), remedy=_READ, file=name)
    if any(line.startswith(_KEYS) for line in head.splitlines()):
        return "yaml"
    named = _SUFFIXES.get(suffix)
    if named in ("yaml", "csv"):
        return named
    if suffix == ".txt" or _is_text(head):
        raise UnreadableDocument(
            N_("{file} is plain text: which cell is which cannot be told in it."),
            remedy=_NAMED,
            file=name,
        )
    raise UnreadableDocument(N_("{file} is not a document."), remedy=_READ, file=name)


def _is_text(head: bytes) -> bool:
    """Tell whether the beginning of a file is UTF-8, though it may be cut within a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
