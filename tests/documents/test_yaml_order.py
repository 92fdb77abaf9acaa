"""The YAML form: what is written is read again, and what was not meant is refused with its line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import read_bytes
from engine.documents.yaml_order import read_yaml, write_yaml
from engine.errors import UnreadableDocument
from engine.events.orders import Place
from engine.workflows.orders.draft import (
    Draft,
    HorizonDraft,
    IndicatorDraft,
    ItemDraft,
    MeasureDraft,
    OrderDraft,
    PartyDraft,
    PassportDraft,
    PersonDraft,
    RoadmapDraft,
    SectionDraft,
)

TEXT = """\
order:
  key: "port-7"
  number: "7"
  date: "2022-03-05"
  control: "signatory"
roadmaps:
- key: "port"
  title: "План вод"
  horizon:
    start: "2022-01-01"
    end: "2022-12-31"
  measures:
  - number: "1.10"
    title: "Чинить сети"
    deadline: "8:30"
    executors:
    - "Порт"
    source:
      table: 1
      row: 2
"""

texts = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc"),
        include_characters="\n\t",
        exclude_characters="\r",
    ),
    max_size=20,
)
keys = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True)
places = st.builds(Place, table=st.integers(0, 99), row=st.integers(0, 9999))
items = st.builds(
    ItemDraft,
    number=texts,
    title=texts,
    deadline=st.none() | texts,
    executors=st.lists(texts, max_size=2).map(tuple),
    source=st.none() | places,
)
measures = st.builds(
    MeasureDraft,
    number=texts,
    title=texts,
    deadline=texts,
    executors=st.lists(texts, max_size=2).map(tuple),
    participants=texts,
    expected_result=texts,
    items=st.lists(items, max_size=2).map(tuple),
    source=st.none() | places,
)
sections = st.recursive(
    st.builds(
        SectionDraft, number=texts, title=texts, measures=st.lists(measures, max_size=2).map(tuple)
    ),
    lambda inner: st.builds(
        SectionDraft, title=texts, sections=st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=3,
)
roadmaps = st.builds(
    RoadmapDraft,
    key=keys,
    title=texts,
    horizon=st.builds(HorizonDraft, start=texts, end=texts),
    passport=st.lists(
        st.builds(PassportDraft, label=texts, text=st.lists(texts, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    indicators=st.lists(
        st.builds(IndicatorDraft, name=texts, targets=st.dictionaries(texts, texts, max_size=2)),
        max_size=2,
    ).map(tuple),
    sections=st.lists(sections, max_size=2).map(tuple),
)
people = st.builds(PersonDraft, name=texts, post=texts)
drafts = st.builds(
    Draft,
    order=st.builds(
        OrderDraft,
        key=keys,
        date=texts,
        signatory=st.none() | people,
        control=st.none() | st.just("signatory") | people,
        items=st.lists(items, max_size=2).map(tuple),
    ),
    parties=st.lists(st.builds(PartyDraft, name=texts), max_size=2).map(tuple),
    roadmaps=st.lists(roadmaps, max_size=2).map(tuple),
)


@given(drafts)
def test_what_is_written_reads_back_as_the_same_draft(draft: Draft) -> None:
    assert read_yaml(write_yaml(draft).encode(), "a.yaml") == draft


def test_texts_are_always_in_quotes() -> None:
    draft = read_yaml(TEXT.encode(), "a.yaml")
    written = write_yaml(draft)
    assert 'number: "1.10"' in written
    assert 'deadline: "8:30"' in written
    assert "participants" not in written


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"1.10"', "1.10", 13, 'Put it in quotes: "1.10"'),
        ('"8:30"', "8:30", 15, 'Put it in quotes: "8:30"'),
        ('"8:30"', "no", 15, 'Put it in quotes: "no"'),
        ('"8:30"', "2022-03-05", 15, 'Put it in quotes: "2022-03-05"'),
        ('"7"', "7", 3, 'Put it in quotes: "7"'),
        ('"8:30"', "", 15, "should be a text"),
        ('"8:30"', "[a]", 15, "should be a text"),
        ("    executors:\n    - ", "    executors: ", 16, "should be a list"),
        ("table: 1", 'table: "1"', 19, "whole number"),
        ("title: ", "titel: ", 8, "Did you mean title?"),
        ('    title: "Чинить сети"\n', "", 13, "title is missing"),
        ('control: "signatory"', 'control: "nobody"', 5, "cannot be “nobody”"),
        ("deadline:", "number:", 15, "is here twice"),
        ('"8:30"', "*a", 15, "anchor or alias"),
        ('"8:30"', '&a "x"', 15, "anchor or alias"),
        ('"8:30"', "!!python/object:os.system x", 15, "a tag"),
        ('"8:30"', '"\\0"', 15, "control character"),
        ('"8:30"', '"a', 15, "not valid YAML"),
        ("  key:", "\tkey:", 2, "not valid YAML"),
        ("order:", "---\n---\norder:", 2, "second YAML document"),
        ('"8:30"', f'"{"x" * 100_001}"', 15, "100,000"),
    ],
)
def test_what_was_not_meant_is_refused_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_yaml(TEXT.replace(old, new, 1).encode(), "a.yaml")
    message = str(refused.value)
    assert words in message
    assert "a.yaml" in message
    assert "\n" not in message
    assert abs(refused.value.facts.get("line", line) - line) <= 2


@pytest.mark.parametrize(
    "data",
    [
        b"order: \0",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b"{a: " * 100_000,
        b"a: &x [1, 2]\nb: [*x, *x, *x]",
        b"? [a, b]\n: 1",
        b"5",
        b"[]",
        b"order: 1",
        "order: {key: \ud800}".encode("utf-8", "surrogatepass"),
        b"order: \x01",
        b"a: " + b"9" * 100_000,
    ],
)
def test_traps_get_one_clear_line_at_once(data: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(UnreadableDocument) as refused:
        read_yaml(data, "a.yaml")
    assert "\n" not in str(refused.value)
    assert time.perf_counter() - started < 2


def test_a_yaml_order_goes_the_way_of_every_other() -> None:
    document = read_bytes(TEXT.encode(), "port.yaml")
    assert document.form == "yaml"
    assert document.draft.roadmaps[0].measures[0].number == "1.10"


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_that_are_no_order_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_yaml(b"order: []\n" + data, "a.yaml")
    assert "\n" not in str(refused.value)
