"""YAML text into plain values, with nothing that a clerk's file has no use for.

Only mappings, lists, text and whole numbers are built; anchors, aliases, tags, doubled keys and
deep nesting are refused with the line. Values are built straight from the parser's events, so a
large file costs no more than its values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from engine.errors import N_, UnreadableDocument

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
MAX_TEXT = 100_000
PathPart = str | int

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_INT, _NULL, _STR = (f"tag:yaml.org,2002:{name}" for name in ("int", "null", "str"))
_SECRET = {chr(code) for code in range(32)} - {"\t", "\n", "\r"} | {"\x7f"}


class NotText:
    """A plain scalar that YAML would turn into a number, a date or a yes/no; kept as written."""

    def __init__(self, written: str) -> None:
        self.written = written


def values(data: bytes, name: str) -> Any:
    """Return what the YAML text in *data* holds; *name* is the file's name for the messages.

    Unquoted fractions, dates and yes/no come back as :class:`NotText`. Raises
    :class:`UnreadableDocument` with the line for anything else than plain values.
    """
    builder = _Builder(name)
    for event in _events(decoded(data, name), name):
        builder.take(event)
    return builder.value


def decoded(data: bytes, name: str) -> str:
    """Return *data* as text: UTF-8 with or without a mark, no NUL, within the size limit."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(
            N_("{file} is larger than {limit} MB."), file=name, limit=MAX_BYTES // 1024**2
        )
    if (nul := data.find(b"\0")) >= 0:
        raise _at(
            name,
            data.count(b"\n", 0, nul) + 1,
            N_("{file}, line {line}: a NUL character cannot be here."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            N_("{file}, line {line}: this is not UTF-8 text."),
            remedy=N_("Save the file as UTF-8."),
            file=name,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def line_of(data: bytes, name: str, path: tuple[PathPart, ...]) -> tuple[int, str]:
    """Return the line (from 1) at which the value at *path* begins, and a scalar as written.

    The nearest part that exists answers for one that does not.
    """
    best: tuple[int, str] = (1, "")
    depth = -1
    for here, line, written in _positions(decoded(data, name), name):
        if len(here) >= depth and here == path[: len(here)]:
            best, depth = (line, written), len(here)
    return best


def _events(text: str, name: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableDocument(
            N_("{file}, line {line}: this is not valid YAML: {problem}."),
            remedy=N_("Put texts in quotes and indent with spaces, as in an exported file."),
            file=name,
            line=line,
            problem=str(error.problem),
        ) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise UnreadableDocument(
            N_("{file}: this is not valid YAML: {problem}."),
            file=name,
            problem=" ".join(str(error).split()),
        ) from None


class _Builder:
    """Puts values together event by event; the stack holds what is open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: Any = None
        self.documents = 0
        self.stack: list[Any] = []
        self.keys: list[str | None] = []

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _at(
                    self.name,
                    line,
                    N_("{file}, line {line}: a second YAML document cannot be here."),
                )
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.keys.pop()
            self._put(self.stack.pop(), line)

    def _node(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _at(
                self.name, line, N_("{file}, line {line}: an anchor or alias cannot be here.")
            )
        if event.tag not in (None, "!"):
            raise _at(self.name, line, N_("{file}, line {line}: a tag cannot be here."))
        if isinstance(event, yaml.ScalarEvent):
            self._put(_scalar(event, line, self.name), line)
            return
        if len(self.stack) >= MAX_DEPTH:
            raise _at(self.name, line, N_("{file}, line {line}: the nesting is too deep."))
        if self._key_wanted():
            raise _at(self.name, line, _KEY_NOT_TEXT)
        self.stack.append({} if isinstance(event, yaml.MappingStartEvent) else [])
        self.keys.append(None)

    def _key_wanted(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], dict) and self.keys[-1] is None

    def _put(self, value: Any, line: int) -> None:
        if not self.stack:
            self.value = value
        elif isinstance(self.stack[-1], list):
            self.stack[-1].append(value)
        elif self.keys[-1] is None:
            self.keys[-1] = self._new_key(value, line)
        else:
            self.stack[-1][self.keys[-1]] = value
            self.keys[-1] = None

    def _new_key(self, key: Any, line: int) -> str:
        if not isinstance(key, str):
            raise _at(self.name, line, _KEY_NOT_TEXT)
        if key in self.stack[-1]:
            raise UnreadableDocument(
                N_("{file}, line {line}: the field {field} is here twice."),
                file=self.name,
                line=line,
                field=key,
            )
        return key


_KEY_NOT_TEXT = N_("{file}, line {line}: a field name should be text in quotes.")


def _scalar(event: Any, line: int, name: str) -> Any:
    text: str = event.value
    if len(text) > MAX_TEXT:
        raise _at(name, line, N_("{file}, line {line}: the text has more than 100,000 characters."))
    if not _SECRET.isdisjoint(text) or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _at(name, line, N_("{file}, line {line}: a control character cannot be here."))
    if event.style:
        return text
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    if tag == _STR:
        return text
    if tag == _NULL:
        return None
    return int(text) if tag == _INT and text.isdecimal() and len(text) < 10 else NotText(text)


def _positions(text: str, name: str) -> Iterator[tuple[tuple[PathPart, ...], int, str]]:
    """Yield the path, line and written scalar of every value (and, first, of its key)."""
    frames: list[list[Any]] = []  # [is a mapping, current key or index]

    def path() -> tuple[PathPart, ...]:
        return tuple(part for _, part in frames if part is not None)

    for event in _events(text, name):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.NodeEvent):
            if frames and not frames[-1][0]:
                frames[-1][1] += 1
            elif frames and frames[-1][1] is None:
                frames[-1][1] = getattr(event, "value", "")
                yield path(), line, ""
                continue
            yield path(), line, getattr(event, "value", "")
            if isinstance(event, yaml.CollectionStartEvent):
                mapping = isinstance(event, yaml.MappingStartEvent)
                frames.append([mapping, None if mapping else -1])
                continue
        elif isinstance(event, yaml.CollectionEndEvent):
            frames.pop()
        else:
            continue
        if frames and frames[-1][0]:
            frames[-1][1] = None


def _at(name: str, line: int, template: str) -> UnreadableDocument:
    return UnreadableDocument(template, file=name, line=line)
