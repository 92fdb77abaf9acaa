"""The grammar of names: what is written is read back, what is none is refused, no one else cuts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.events import streams
from engine.events.streams import (
    KINDS,
    SEPARATORS,
    MeasurePath,
    OccurrenceKey,
    OccurrenceStream,
    Reference,
)

ROOT = Path(__file__).parents[2]

KEYS = st.from_regex(streams.KEY, fullmatch=True)
PERIODS = ("2022", "2022-08", "2022-Q3", "2022-S", "2021..2022", "2022-08-18")
LABELS = st.sampled_from(PERIODS)
MEASURES = st.one_of(
    st.integers(1, 999).map(lambda count: f"m{count:03d}"),
    st.integers(1, 99).map(lambda count: f"i{count}.1"),
)
ITEMS = st.none() | st.integers(1, 99).map(str)
REPEATS = st.integers(1, 999)
PATHS = st.builds(MeasurePath, KEYS, MEASURES)
OCCURRENCE_KEYS = st.builds(OccurrenceKey, LABELS, ITEMS, REPEATS)
NUMBERS = st.text(
    st.characters(categories=["L", "N"], include_characters=".) -"), min_size=1, max_size=8
).filter(lambda text: text == text.strip() and text.isprintable())


@given(PATHS)
def test_a_path_is_read_back(path: MeasurePath) -> None:
    assert MeasurePath.parse(str(path)) == path
    kind = "order" if path.measure.startswith("i") else "roadmap"
    assert (streams.kind_of(path.plan), streams.id_of(path.plan)) == (kind, path.owner)


@given(OCCURRENCE_KEYS)
def test_a_key_is_read_back(key: OccurrenceKey) -> None:
    assert OccurrenceKey.parse(str(key)) == key


@given(OCCURRENCE_KEYS, REPEATS)
def test_the_repeats_of_a_label_differ_in_their_count_alone(key: OccurrenceKey, count: int) -> None:
    found = OccurrenceKey.parse(key.repeated(count))
    assert (found.label, found.item, found.repeat) == (key.label, key.item, count)


@given(PATHS, OCCURRENCE_KEYS)
def test_the_stream_of_an_occurrence_is_read_back(path: MeasurePath, key: OccurrenceKey) -> None:
    stream = OccurrenceStream(path, str(key))
    assert OccurrenceStream.parse(str(stream)) == stream
    assert str(stream).startswith(streams.occurrences_of(str(path)))
    assert str(stream).startswith(streams.occurrences_of(path.owner))
    assert streams.kind_of(str(stream)) == "occurrence"


@given(st.sampled_from([*PERIODS, ""]), KEYS | st.just(""), NUMBERS, st.integers(0, 99))
def test_a_reference_is_read_back(label: str, owner: str, number: str, repeat: int) -> None:
    reference = Reference(owner=owner, number=number, repeat=repeat, key=label)
    assert Reference.parse(str(reference)) == reference
    assert Reference.parse(f"  {reference} ") == reference
    assert reference.name == str(Reference(number=number, repeat=repeat))


@given(st.sampled_from([*PERIODS, ""]), KEYS, NUMBERS, st.integers(0, 99))
def test_a_reference_is_made_of_a_name_within_its_owner(
    label: str, owner: str, number: str, repeat: int
) -> None:
    reference = Reference(owner=owner, number=number, repeat=repeat, key=label)
    assert Reference.named(owner, reference.name, label) == reference


@given(KEYS)
def test_streams_of_one_key_tell_their_kind_and_the_key(key: str) -> None:
    makers = {
        "person": streams.person,
        "order": streams.order,
        "roadmap": streams.roadmap,
        "indicator": streams.indicator,
    }
    for kind, made in makers.items():
        assert (streams.kind_of(made(key)), streams.id_of(made(key))) == (kind, key)
        assert streams.is_person(made(key)) is (kind == "person")


@given(KEYS, st.sampled_from(sorted(SEPARATORS)))
def test_a_key_holds_no_separator(key: str, sign: str) -> None:
    assert streams.is_plain(key)
    assert not streams.is_plain(f"{key}{sign}")
    assert not streams.KEY.fullmatch(f"{key}{sign}")


def test_a_batch_names_who_is_named_before_what_names_him() -> None:
    named = [streams.LEDGER, *(f"{kind}/a" for kind in KINDS[1:])]
    assert sorted(sorted(named), key=streams.rank) == named
    assert streams.rank("order/a") < streams.rank("order/b")


def test_a_kind_that_is_not_known_yet_has_no_place_in_a_batch() -> None:
    assert streams.kind_of("meeting/a") == "meeting"
    with pytest.raises(ValueError, match="not in tuple"):
        streams.rank("meeting/a")


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        *(("ledger", "ledger"), ("person/a", "person"), ("occurrence/a/b/c", "occurrence")),
        *(("ledger/a", ""), ("person", ""), ("person/", ""), ("/a", ""), ("", "")),
    ],
)
def test_what_is_no_name_of_a_stream_has_no_kind(stream: str, kind: str) -> None:
    assert streams.proper_kind(stream) == kind


@pytest.mark.parametrize("text", ["", "rm", "rm/", "/m001", "/", "rm/m001/2022", "rm//m001"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="path of a measure"):
        MeasurePath.parse(text)


@pytest.mark.parametrize("text", ["2022~", "2022~x", "2:2022~"])
def test_what_does_not_count_repeats_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="int"):
        OccurrenceKey.parse(text)


@pytest.mark.parametrize("text", ["", "roadmap/rm", "occurrence/rm", "occurrence/rm/m001"])
def test_what_is_too_short_is_no_stream_of_an_occurrence(text: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        OccurrenceStream.parse(text)


def test_a_stream_of_another_kind_is_no_occurrence() -> None:
    with pytest.raises(ValueError, match="is not an occurrence"):
        OccurrenceStream.parse("roadmap/rm/m001/2022")


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "@2022", "rm/", "rm/@2022", "/1.3", "~2", "1.3~", "1.3~x", "1.3~-1"],
)
def test_what_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(NotFound) as caught:
        Reference.parse(text)
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["1.3~1234567890", "1.3~²", "1.3\x1b[2J", "1.3\u202e"])
def test_what_cannot_be_counted_or_printed_names_nothing(text: str) -> None:
    with pytest.raises(NotFound):
        Reference.parse(text)


@given(st.text(max_size=12))
def test_any_text_names_something_or_is_refused(text: str) -> None:
    try:
        found = Reference.parse(text)
    except NotFound:
        return
    assert found.number == found.number.strip() != ""
    assert Reference.parse(str(found)) == found


# -- no one else cuts ---------------------------------------------------------------------------

CUTTING = {"partition", "rpartition", "split", "rsplit"}
BEGINNING = {"startswith", "removeprefix"}

GRAMMAR = "engine/events/streams.py"
ALLOWED = {
    ("cli/main.py", ":"): "module:attribute of a command",
    ("engine/events/address.py", "@"): "user@host of an address",
    ("engine/events/address.py", ":"): "user:password of an address",
    ("engine/documents/act/particulars.py", "@"): "the sign of an e-mail address",
    ("engine/documents/containers/docx_blocks.py", "/"): "steps of a path in XML",
    ("engine/documents/containers/safety.py", "/"): "folders of a file in an archive",
    ("cli/reader.py", "@"): "asks only whether a key was typed; Reference.parse refuses the rest",
    ("engine/projections/references.py", ":"): "asks only whether a sub-item was typed",
    ("engine/events/register.py", "/"): "ids of the register's rows, which are read back nowhere",
    ("cli/screens/orders.py", "/"): "a number as printed, which need not be a name",
}
"""Who else looks for such a sign, where, and what it is there."""


def cuts(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield (file, line, sign or kind) where names seem to be cut or put together by hand."""
    for package in ("cli", "engine"):
        for path in sorted((root / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                for sign in _cut(node):
                    yield str(path.relative_to(root)), getattr(node, "lineno", 0), sign


def _cut(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in CUTTING:
            if isinstance(first, ast.Constant) and first.value in SEPARATORS:
                yield str(first.value)
        case ast.Call(func=ast.Attribute(attr=name), args=[first, *_]) if name in BEGINNING:
            yield from _kind(first)
        case ast.JoinedStr(values=[ast.Constant(), _, *_]):
            yield from _kind(node)
        case ast.JoinedStr(values=values):
            yield from {sign for sign in map(_between, values[:-1]) if sign in SEPARATORS - {":"}}
        case ast.Compare(left=ast.Constant(value=sign), ops=[ast.In() | ast.NotIn()]):
            if sign in SEPARATORS:
                yield str(sign)


def _between(part: ast.expr) -> str:
    """Return the text between the values that are put together."""
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _kind(node: ast.expr) -> Iterator[str]:
    """Yield the kind of stream with which a text begins, if any."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        kind, slash, _rest = first.value.partition("/")
        if slash and kind in KINDS:
            yield kind


def faults(root: Path) -> list[str]:
    """Say where names are cut outside the grammar."""
    return [
        f"{file}:{line} handles “{sign}” of a name by hand"
        for file, line, sign in cuts(root)
        if file != GRAMMAR and (file, sign) not in ALLOWED
    ]


def test_only_the_grammar_cuts_names() -> None:
    assert faults(ROOT) == []


def test_every_exception_is_still_needed() -> None:
    found = {(file, sign) for file, _line, sign in cuts(ROOT)}
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "code",
    [
        'owner = path.partition("/")[0]',
        'key = stream.rsplit("/", 1)[1]',
        'label = key.split("~")[0]',
        'item, _, rest = key.partition(":")',
        'key = text.rpartition("@")[2]',
        'is_it = stream.startswith("occurrence/")',
        'own = stream.removeprefix("person/")',
        'own = stream.startswith(f"roadmap/{key}")',
        'stream = f"order/{key}"',
        'if "/" in path: pass',
        'reference = f"{measure}@{key}"',
        'reference = f"{owner}/{number}"',
        'reference = f"{owner}/{number}@{key}"',
        'name = f"{number}~{repeat}"',
    ],
)
def test_a_cut_elsewhere_is_found(tmp_path: Path, code: str) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "anew.py").write_text(f"{code}\n", encoding="utf-8")
    assert faults(tmp_path)
