"""Plans made by chance are read as their maker means them, in every form."""

from __future__ import annotations

import pytest

from tests.support.made_plans import SHAPES, STYLES, made
from tests.support.outlines import outline_in


@pytest.mark.parametrize("seed", range(120))
def test_a_plan_made_by_chance_is_read_as_it_is_meant(seed: int) -> None:
    plan = made(seed)
    forms = ("docx", "xlsx") if plan.merges else ("docx", "xlsx", "csv")
    form = forms[seed % len(forms)]
    assert outline_in(form, plan.rows) == plan.outline, f"{form}: {plan.about}"


def test_chance_makes_every_style_and_shape() -> None:
    about = [made(seed).about for seed in range(120)]
    assert all(any(f"] {style} " in line for line in about) for style in STYLES)
    assert all(any(line.endswith(f" {shape}") for line in about) for shape in SHAPES)


@pytest.mark.soak
def test_thousands_of_plans() -> None:
    for seed in range(120, 6_000):
        plan = made(seed)
        for form in ("docx", "xlsx") if plan.merges else ("docx", "xlsx", "csv"):
            assert outline_in(form, plan.rows) == plan.outline, f"{seed}, {form}: {plan.about}"
