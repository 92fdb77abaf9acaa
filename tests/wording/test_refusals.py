"""Every code under which a refusal is noted has a word of its own, in both languages."""

from __future__ import annotations

import pytest

from engine import wording
from engine.errors import RefusedByRules, VekhaError
from engine.events import refused
from engine.wording import language


def codes(kind: type[VekhaError]) -> set[str]:
    """Return the codes of a kind of error and of all below it."""
    return {kind.code}.union(*map(codes, kind.__subclasses__()))


STORED = codes(RefusedByRules) | refused.CODES
"""What a note may hold: a decision refuses by the rules, an append by its own table."""


def test_the_table_holds_what_can_be_stored_and_nothing_else() -> None:
    assert set(wording.refusal) == STORED


@pytest.mark.parametrize("code", sorted(STORED))
def test_a_refusal_is_told_in_words(code: str) -> None:
    with language.speaking("en"):
        word = wording.refusal(code)
    assert "_" not in word
    assert word != code


def test_no_two_refusals_share_their_words() -> None:
    with language.speaking("en"):
        assert len(set(map(wording.refusal, STORED))) == len(STORED)


def test_what_was_asked_for_has_a_word_though_it_came_from_an_append() -> None:
    with language.speaking("en"):
        assert wording.request("append") == "record"
        assert wording.request("import") == wording.request("import")


def test_a_code_of_a_later_version_is_shown_as_it_is() -> None:
    assert wording.refusal("too_soon") == "too_soon"
