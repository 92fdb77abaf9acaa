"""What is odd about any draft, whichever reader filled it."""

from __future__ import annotations

from engine.documents.problems import Problem
from engine.workflows.draft import Draft


def check(draft: Draft) -> tuple[Problem, ...]:
    """Return what a person should look at in *draft* before it is recorded, in printed order."""
    return ()
