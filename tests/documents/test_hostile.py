"""Files that are broken, locked or meant to harm: refused in seconds, with the reason."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.documents import read, read_bytes
from engine.documents.containers import files, safety
from engine.errors import NotFound, UnreadableDocument
from tests.support.papers import HEAD, LEFT, Rows, docx_of, rezipped, xlsx_of

ROWS: Rows = [HEAD, ["1", "Чинить сети", "2022", "Порт", "Сети целы"]]
WORD = docx_of("План на 2022 год", ROWS)
EXCEL = xlsx_of({"Лист": [["План на 2022 год", *[LEFT] * 4], *ROWS]})
DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    return rezipped(data, lambda name, old: content if name == part else old)


def edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    return rezipped(data, lambda name, text: text.replace(old, new, 1) if name == part else text)


def added(part: str) -> bytes:
    return rezipped(WORD, lambda _, text: text, {part: b"<a/>"})


def with_doctype(entity: str, encoding: str = "utf-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entity}]><d/>'
    return replaced(WORD, DOCUMENT, text.encode(encoding))


def encrypted() -> bytes:
    flagged = bytearray(WORD)
    place = flagged.find(b"PK\x01\x02")
    while place >= 0:
        flagged[place + 8] |= 1
        place = flagged.find(b"PK\x01\x02", place + 1)
    return bytes(flagged)


def doubled() -> bytes:
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(DOCUMENT, b"<other/>")
    return out.getvalue()


def crowd() -> bytes:
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        for number in range(20_000):
            archive.writestr(f"word/{number}.xml", b"")
    return out.getvalue()


def lying_sizes() -> bytes:
    """A member whose headers promise ten bytes and which inflates to megabytes."""
    data = bytearray(replaced(WORD, "word/styles.xml", b"<" + b" " * 80_000_000 + b"/>"))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        if b"styles.xml" in data[place : place + 80]:
            data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 1)
    return bytes(data)


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "external entity": (lambda: with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
    "billion laughs": (lambda: with_doctype(f'<!ENTITY l0 "ha">{LAUGHS}'), "DOCTYPE"),
    "doctype in UTF-16": (lambda: with_doctype("", "utf-16"), "DOCTYPE"),
    "doctype in UTF-7": (
        lambda: replaced(WORD, DOCUMENT, b'<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE d>'),
        "encoding",
    ),
    "one huge node": (
        lambda: replaced(WORD, DOCUMENT, b"<d>" + b"a" * 60_000_000 + b"</d>"),
        "unpacks",
    ),
    "many small nodes": (lambda: replaced(WORD, DOCUMENT, b"<d>" + b"<a/>" * 5_000_000), "unpacks"),
    "many nodes, little packed": (
        lambda: replaced(WORD, DOCUMENT, "".join(
            f"<a{n}/>" for n in random.Random(1).choices(range(10**6), k=1_600_000)  # noqa: S311
        ).join(("<d>", "</d>")).encode()),
        "unpacks",
    ),
    "depth": (
        lambda: replaced(WORD, DOCUMENT, b"<a>" * 100_000 + b"</a>" * 100_000),
        "not a whole Word",
    ),
    "lying sizes": (lying_sizes, "damaged|unpacks"),
    "a way out": (lambda: added("../evil.xml"), "outside"),
    "a way up": (lambda: added("/evil.xml"), "outside"),
    "doubled part": (doubled, "twice"),
    "a crowd of parts": (crowd, "parts"),
    "cut off": (lambda: WORD[: len(WORD) // 2], "damaged"),
    "bytes changed": (
        lambda: WORD[:2000] + b"\xff" * 200 + WORD[2200:],
        "damaged|not a whole|parts",
    ),
    "encrypted zip": (encrypted, "password"),
    "encrypted package": (lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "macros": (lambda: added("word/vbaProject.bin"), "macros"),
    "old Word": (lambda: OLD_OFFICE, "soffice --headless --convert-to docx"),
    "old Excel": (
        lambda: OLD_OFFICE + "Workbook".encode("utf-16-le"),
        "soffice --headless --convert-to xlsx",
    ),
    "rich text": (lambda: b"{\\rtf1 x}", "soffice"),
    "a web page": (lambda: b"<html><table></table></html>", "soffice"),
    "OpenDocument": (
        lambda: rezipped(WORD, lambda *_: None, {"mimetype": b"x", "content.xml": b"<a/>"}),
        "soffice",
    ),
    "another zip": (lambda: rezipped(WORD, lambda *_: None, {"a.txt": b"x"}), "zip archive"),
    "no main part": (lambda: rezipped(WORD, lambda *_: None, {DOCUMENT: b"<a/>"}), "not a whole"),
    "nothing": (lambda: b"", "empty"),
    "noise": (lambda: b"\0\1\2\3" * 100, "not a document"),
    "noise without zeros": (lambda: b"\xff\xfd\x80;,;,\n" * 100, "not a document"),
    "a cell at the end of the world": (
        lambda: edited(EXCEL, SHEET, b'r="A1"', b'r="XFD1048576"'),
        "far outside",
    ),
    "a row at the end of the world": (
        lambda: edited(EXCEL, SHEET, b'<row r="1"', b'<row r="1048576"'),
        "far outside",
    ),
    "a world of merged cells": (
        lambda: edited(EXCEL, SHEET, b'ref="A1:E1"/', b'ref="A1:XFD100000"/'),
        "far outside",
    ),
    "no text in Word": (docx_of, "no table"),
    "no plan in Word": (lambda: docx_of("Приказ", [["а", "б"], ["в", "г"]]), "no table"),
    "no plan in Excel": (lambda: xlsx_of({"Лист": [["а"]]}), "no table"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_the_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    data = make()
    started = time.perf_counter()
    with pytest.raises(UnreadableDocument, match=reason):
        read_bytes(data, "order")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("guard", ["_refuse_doctype", "_refuse_encoding"])
def test_without_the_guard_a_doctype_would_pass(
    guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage twin: the test above goes red when the guard is gone."""
    monkeypatch.setattr(safety, guard, lambda *_: None)
    data = with_doctype("") if guard == "_refuse_doctype" else HOSTILE["doctype in UTF-7"][0]()
    assert safety.office_form(data, "order") == "docx"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", WORD),
        ("a.docx", EXCEL),
        ("a.doc", WORD),
        ("a.docm", WORD),
        ("a.csv", WORD),
        ("a.yaml", EXCEL),
        ("a.docx", b"order:\n  key: a\n"),
        ("a.pdf", b"order:\n"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is named"):
        read_bytes(data, name)


def test_a_name_without_a_suffix_says_nothing() -> None:
    assert read_bytes(WORD, "order").form == "docx"
    assert files.form_of(b"order:\n  key: a\n", "order") == "yaml"


TABLE = "\n".join(
    ["План на 2022 год", "\t".join(HEAD), "<b>1. Кадры</b>\t\t\t\t", "1.\tКурсы\tмай\tИМЦ\tПлан"]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_the_text_of_an_order_is_no_table(encoding: str) -> None:
    """What was copied out of an order into a text has lost which cell is which."""
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(TABLE.encode(encoding), "order.txt")
    assert "order.txt is plain text" in str(refused.value)
    for form in (".docx", ".xlsx", ".csv", ".pdf", ".yaml"):
        assert form in str(refused.value)


def test_a_text_that_nothing_names_a_table_is_none() -> None:
    with pytest.raises(UnreadableDocument, match="plain text"):
        read_bytes(TABLE.encode(), "order")
    assert read_bytes(TABLE.encode(), "order.tsv").form == "csv"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read(tmp_path / "none.docx")
    with pytest.raises(UnreadableDocument, match="is a folder"):
        read(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableDocument, match="ordinary"):
        read(pipe)


def test_only_what_is_read_is_fingerprinted_and_nothing_is_written(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "Приказ № 1.docx"
    path.write_bytes(WORD)
    document = read(path)
    assert document.sha256 == hashlib.sha256(WORD).hexdigest()
    assert document.name == "Приказ № 1.docx"
    assert list(tmp_path.iterdir()) == [path]


_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from engine.documents import read
from engine.errors import UnreadableDocument
try:
    read(sys.argv[1])
except UnreadableDocument:
    lines = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


# ru_maxrss would not do: a child begins with what the process that forked it had at its highest.
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
@pytest.mark.parametrize("name", ["one huge node", "many nodes, little packed", "a crowd of parts"])
def test_a_trap_costs_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "trap"
    path.write_bytes(HOSTILE[name][0]())
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(path)], capture_output=True, check=True, text=True
    )
    assert int(done.stdout) < 300 * 1024


def test_mutated_files_are_read_or_refused_and_never_anything_else() -> None:
    """A short run; `-m soak` makes a long one."""
    assert _mutations(150) > 0


@pytest.mark.soak
def test_twenty_thousand_mutated_files() -> None:
    _mutations(20_000)


def _mutations(count: int) -> int:
    chance = random.Random(20_221_105)  # noqa: S311  a fixed seed makes the run repeatable
    refused = 0
    for _ in range(count):
        kind = chance.choice((WORD, EXCEL))
        part = DOCUMENT if kind is WORD else chance.choice((SHEET, "xl/workbook.xml"))
        with zipfile.ZipFile(io.BytesIO(kind)) as archive:
            shaken = _shaken(archive.read(part), chance)
        refused += _refused(replaced(kind, part, shaken))
    return refused


def _refused(data: bytes) -> bool:
    """Tell whether the file is refused, with one line; anything else but reading it fails here."""
    message = ""
    try:
        read_bytes(data, "order")
    except UnreadableDocument as error:
        message = str(error)
    assert "\n" not in message
    return bool(message)


def _shaken(text: bytes, chance: random.Random) -> bytes:
    out = bytearray(text)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(out))
        length = chance.randint(1, 40)
        match chance.randint(0, 3):
            case 0:
                out[place] = chance.randrange(256)
            case 1:
                del out[place : place + length]
            case 2:
                out[place:place] = out[place : place + length]
            case _:
                other = chance.randrange(len(out))
                out[place : place + length] = out[other : other + length]
    return bytes(out)
