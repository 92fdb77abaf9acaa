"""Stored shapes that events of several streams share: documents, evidence, windows, sections."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.events.event import Shape

Day = date
"""A day, for shapes that have a field called ``date``."""


class Document(Shape, frozen=True, kw_only=True):
    """A paper on which a decision rests: its number as printed, and its day."""

    number: str
    day: date


class Evidence(Shape, frozen=True, kw_only=True):
    """A reference that confirms a result; its text (address, title, file name) is a word."""

    kind: Literal["link", "document", "file"]
    number: str | None = None
    date: Day | None = None
    sha256: str | None = None


class Section(Shape, frozen=True, kw_only=True):
    """One level of a section path, as printed."""

    number: str
    title: str


class DueWindow(Shape, frozen=True, kw_only=True):
    """First and last day of one occurrence; the last day is the deadline.

    ``report_by`` is the day by which the report is due: the printed one, else the policy's, else
    the deadline. ``unshifted_end`` is the deadline as printed where it lay on a day off, else null.
    """

    start: date
    end: date
    report_by: date
    unshifted_end: date | None = None


class ReadWindow(DueWindow, frozen=True, kw_only=True):
    """A window as a phrase was read; ``printed`` is its place in the cell, counted from 1."""

    label: str
    printed: int

    def due(self) -> DueWindow:
        """Return the window alone, as an occurrence is planned with it."""
        return DueWindow(
            start=self.start,
            end=self.end,
            report_by=self.report_by,
            unshifted_end=self.unshifted_end,
        )
