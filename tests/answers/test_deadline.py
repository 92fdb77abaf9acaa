"""A reading under the keys that are promised; days are days, kinds are codes."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from engine.answers.deadline import deadline
from engine.schedule import RULE_SET, read

PHRASES = ["март 2022", "ежеквартально", "когда-нибудь", "август ежегодно", "31 февраля 2022"]


@pytest.mark.parametrize("phrase", PHRASES)
def test_an_answer_is_the_reading(phrase: str) -> None:
    found = read(phrase, date(2022, 1, 1), date(2023, 12, 31))
    said = msgspec.to_builtins(deadline(found))
    for key in ("phrase", "rule", "rrule", "unread", "ambiguous"):
        assert said[key] == getattr(found, key)
    assert (said["kind"], said["rule_set"]) == (found.kind.value, RULE_SET)
    assert list(said["problems"]) == list(found.problems)
    assert [
        (one["start"], one["end"], one["label"], one["printed"]) for one in said["windows"]
    ] == [
        (one.start.isoformat(), one.end.isoformat(), one.label, one.printed)
        for one in found.windows
    ]
