"""Hostile and broken Office files, refused before anything parses them.

A ``.docx`` or ``.xlsx`` is a zip of XML. Its headers may lie, so members are inflated once, counted
while they grow and thrown away; what passes is small enough for the parsers, holds no DOCTYPE, no
macros and no member outside its folder.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter

from engine.documents.containers import Form
from engine.errors import N_, UnreadableDocument

MAX_MEMBERS = 2_000
MAX_INFLATED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_TAGS = 1_500_000
MAX_SHEET_TAGS = 12_000_000
SMALL = 1024 * 1024  # below this a high ratio is harmless: styles repeat themselves
_CHUNK = 64 * 1024
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FOREIGN = re.compile(rb"""encoding\s*=\s*["'](?!utf-8|utf-16|us-ascii)""", re.IGNORECASE)
_HOW = N_("Open it in Word or LibreOffice, save it again as .{form}, and import that file.")


def office_form(data: bytes, name: str) -> Form:
    """Return ``docx`` or ``xlsx`` for a safe Office file; raise UnreadableDocument otherwise."""
    with _opened(data, name) as archive:
        names = _members(archive, name)
        form = _kind(names, name)
        _inflate(archive, name, form)
    return form


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    _count_cheaply(data, name)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise _damaged(name) from None


def _count_cheaply(data: bytes, name: str) -> None:
    """Refuse a crowd of members before zipfile makes an object of each."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS * 2:
        raise _crowded(name)


def _crowded(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} holds more than {limit} parts; no order does."), file=name, limit=MAX_MEMBERS
    )


def _members(archive: zipfile.ZipFile, name: str) -> list[str]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _crowded(name)
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableDocument(
            N_("{file} is protected by a password."),
            remedy=N_("Open it, save it without a password, and import that file."),
            file=name,
        )
    names = [info.filename for info in infos]
    for member, times in Counter(part.casefold() for part in names).items():
        if times > 1:
            raise _odd_part(N_("{file} holds the part “{part}” twice."), name, member)
    for member in names:
        if member.startswith("/") or "\\" in member or ".." in member.split("/"):
            raise _odd_part(N_("{file} holds a part outside its folder: “{part}”."), name, member)
        if member.casefold().endswith(("vbaproject.bin", "vbadata.xml")):
            raise _macros(name)
    return names


def _odd_part(template: str, name: str, part: str) -> UnreadableDocument:
    return UnreadableDocument(template, file=name, part=part[:80])


def _macros(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} holds macros."),
        remedy=N_("Save it as .docx or .xlsx, without macros, and import that file."),
        file=name,
    )


def _kind(names: list[str], name: str) -> Form:
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableDocument(
            N_("{file} is an OpenDocument file."),
            remedy=N_("Convert it first: soffice --headless --convert-to docx {file!r}"),
            file=name,
        )
    raise UnreadableDocument(
        N_("{file} is a zip archive, but neither a Word nor an Excel file."),
        remedy=N_("Unpack it and import the order itself."),
        file=name,
    )


def _inflate(archive: zipfile.ZipFile, name: str, form: Form) -> None:
    """Inflate every member once, counting; the sizes that the headers claim are not believed."""
    total = tags = 0
    limit = MAX_TAGS if form == "docx" else MAX_SHEET_TAGS
    for info in archive.infolist():
        size, found = _measured(archive, info, name, MAX_INFLATED - total, form)
        total += size
        tags += found
        if size > SMALL and size > MAX_RATIO * max(1, info.compress_size):
            raise _bomb(name)
        if tags > limit:
            raise _bomb(name)


def _measured(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, room: int, form: Form
) -> tuple[int, int]:
    """Return a member's true size and the number of tags in it."""
    size = tags = 0
    tail = b""
    marked = info.filename.casefold().endswith((".xml", ".rels", ".vml"))
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                if marked and not size:
                    _refuse_encoding(chunk, name, info.filename)
                size += len(chunk)
                if size > room:
                    raise _bomb(name)
                if marked:
                    tags += chunk.count(b"<")
                    _refuse_doctype(tail + chunk, name, info.filename, form)
                    tail = chunk[-64:]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        raise _damaged(name) from None
    return size, tags


def _refuse_encoding(head: bytes, name: str, part: str) -> None:
    """Refuse XML in an encoding in which a search for a DOCTYPE could look past one."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if not start.startswith(b"<") or _FOREIGN.search(start[:200]):
        raise _odd_part(N_("{file} holds the part “{part}” in an unknown encoding."), name, part)


def _refuse_doctype(chunk: bytes, name: str, part: str, form: Form) -> None:
    """Refuse a DOCTYPE, in UTF-16 too; no Office program writes one."""
    if _ENTITY.search(chunk.replace(b"\0", b"")):
        raise UnreadableDocument(
            N_("{file} holds a DOCTYPE in {part}, which no Office program writes."),
            remedy=_HOW,
            file=name,
            part=part[:80],
            form=form,
        )


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} is cut off or damaged."), remedy=N_("Copy or download it again."), file=name
    )


def _bomb(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        N_("{file} unpacks to far more than an order can hold; it may be a trap."),
        remedy=N_("If it is a real plan, import it in parts."),
        file=name,
    )
