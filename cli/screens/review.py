"""The annual review on the screen: totals, by executor and section, and what needs explaining."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _

from rich.text import Text

from cli.screens import base
from cli.screens.status import Columns
from engine import wording
from engine.answers.review import ReviewShown
from engine.calendar import periods
from engine.projections.discipline import Figures
from engine.review.annual import Line, Part

PLAIN = ("executed_in_time", "not_begun")
"""States that need no explanation in the list; they are in the totals."""


def review(shown: ReviewShown) -> None:
    """Print the review, names and words filled in."""
    found = shown.review
    title = _("Review of {period}: planned against actual")
    base.heading(title.format(period=wording.period(periods.period(found.period))))
    base.lines(
        [
            (_("office"), found.organisation),
            (_("as it stands on"), wording.day(found.day)),
            (_("as of"), wording.day(found.as_of) if found.as_of else ""),
            (_("known on"), wording.day(found.known_on) if found.known_on else ""),
            (
                _("log"),
                _("up to {position}, {head}…").format(
                    position=found.position, head=found.head[:16]
                ),
            ),
            (_("counted by"), found.profile),
        ]
    )
    if len(found.parts) > 1:
        base.console().print()
        base.heading(_("All roadmaps and orders"))
        _totals(found.total.current)
    for part in found.parts:
        _part(shown, part)


def _part(shown: ReviewShown, part: Part) -> None:
    out = base.console()
    out.print()
    base.heading(f"{part.key}  {part.title}")
    _totals(part.total.current)
    if part.executors:
        table = Columns(_("executor"))
        for one in shown.executors(part.executors):
            table.add(one.short or _("nobody"), one)
        table.add(_("all"), shown.total(part.total), style="bold")
        table.print(legend=not part.sections)
    if part.sections:
        table = Columns(_("section"))
        for group in part.sections:
            # The last heading says enough, and the whole path would not fit.
            name = group.name.rpartition(" / ")[2]
            table.add(name or _("(no section)"), shown.total(group))
        table.print()
    explained = [line for line in part.due if line.state not in PLAIN or line.returns]
    _lines(shown, _("What deviates from the plan"), explained)
    _lines(shown, _("Under way beyond the year"), part.passing)
    _lines(shown, _("Done on demand, without a deadline"), part.without_deadline)
    if part.not_asked:
        out.print(_("Without any occurrence: {list}").format(list=", ".join(part.not_asked)))


def _totals(figures: Figures) -> None:
    base.lines(
        [
            (_("to be done"), str(figures.due)),
            (
                _("done"),
                _("{count}, {late} late; completion {share}").format(
                    count=figures.executed,
                    late=figures.late,
                    share=wording.percent(figures.execution),
                ),
            ),
            (_("in time"), wording.percent(figures.in_time_share)),
            (_("done in full"), wording.percent(figures.implementation)),
            (_("cancelled"), str(figures.cancelled) if figures.cancelled else ""),
        ]
    )


def _lines(shown: ReviewShown, title: str, found: Iterable[Line]) -> None:
    listed = list(found)
    if not listed:
        return
    base.heading(title)
    table = base.table("№", _("measure"), _("deadline"), _("actual"), _("how"), wide=_("measure"))
    for line in listed:
        text = Text(line.title)
        for ref, name in ((line.result, "result"), (line.justification, "justification")):
            if ref:
                said = wording.called(shown.said(ref, name))
                text.append(f"\n{wording.words(name)}: «{said}»", style="dim")
        table.add_row(
            line.reference.partition("/")[2].replace("@", "\n@"),
            text,
            wording.day(line.deadline),
            _actual(line),
            Text(wording.counted(line.state), style=base.STATE_STYLE[line.state]),
        )
    base.console().print(table)


def _actual(line: Line) -> str:
    if line.reported_on is None:
        return "–"
    late = ""
    if line.deviation_days is not None and line.deviation_days > 0:
        late = "\n" + _("+{days} d").format(days=line.deviation_days)
    return wording.day(line.reported_on) + late
