"""What is said of a deadline and of the judgement by it, in both languages."""

from __future__ import annotations

from datetime import date

from engine import wording
from engine.projections.discipline import STATES
from engine.wording import language

DAY = date(2022, 6, 30)


def test_a_deadline_is_said_with_its_judgement() -> None:
    with language.speaking("en"):
        assert wording.judged(DAY, "overdue") == "2022-06-30 (overdue)"
        assert wording.judged(None, "executed") == "– (done)"
    with language.speaking("ru"):
        assert wording.judged(DAY, "overdue") == "30.06.2022 (просрочено)"


def test_an_edition_is_that_of_a_roadmap_by_an_order_or_of_the_order_itself() -> None:
    with language.speaking("en"):
        assert wording.by_edition("rm", 2, "second") == "by edition 2 of rm, order second"
        assert wording.by_edition("letter", 3, "letter") == "by edition 3 of letter"
        assert wording.by_edition("rm", 2, None) == "by edition 2 of rm"


def test_every_deadline_of_an_occurrence_is_told_apart() -> None:
    said = (wording.by_original, wording.in_figures, wording.in_force)
    with language.speaking("en"):
        for state, _holds in STATES:
            phrases = {phrase(DAY, state) for phrase in said}
            assert len(phrases) == len(said)
            assert all(phrase.endswith(wording.judged(DAY, state)) for phrase in phrases)
        assert wording.recorded_late(DAY) == "recorded 2022-06-30, after the deadline"
