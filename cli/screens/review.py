"""The annual review on the screen: totals, by executor and section, and what needs explaining."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import gettext as _

from rich.text import Text

from cli.screens import base
from cli.screens.status import Columns, by_original
from engine import wording
from engine.answers.review import ReviewShown
from engine.calendar import periods
from engine.events.streams import Reference
from engine.projections.discipline import Figures
from engine.projections.status import Group
from engine.review.annual import Line, Part


def review(shown: ReviewShown) -> None:
    """Print the review, names and words filled in."""
    found = shown.review
    title = _("Review of {period}: planned against actual")
    base.heading(title.format(period=wording.period(periods.period(found.period))))
    base.lines(
        [
            (_("office"), found.organisation),
            (_("as it is on"), wording.day(found.day)),
            (_("as of"), wording.day(found.as_of) if found.as_of else ""),
            (_("known on"), wording.day(found.known_on) if found.known_on else ""),
            (_("known up to"), str(found.at) if found.at else ""),
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
        _totals(found.total)
    for part in found.parts:
        _part(shown, part)


def _part(shown: ReviewShown, part: Part) -> None:
    out = base.console()
    out.print()
    base.heading(f"{part.key}  {shown.heading(part)}")
    _totals(part.total)
    if part.executors:
        table = Columns(_("executor"))
        for one in shown.executors(part.executors):
            table.add(one.short or _("no one"), one)
        table.add(_("all"), shown.total(part.total), style="bold")
        table.print(legend=not part.sections)
    if part.sections:
        table = Columns(_("section"))
        for group in part.sections:
            # The last heading says enough, and the whole path would not fit.
            name = group.name.rpartition(" / ")[2]
            table.add(name or _("(no section)"), shown.total(group))
        table.print()
    explained = [line for line in part.due if line.deviates or line.returns]
    _lines(shown, _("What deviates from the plan"), explained)
    _lines(shown, _("Extended in time, into another period"), part.prolonged)
    _lines(shown, _("Cancelled in time"), part.cancelled)
    _lines(shown, _("Under way beyond the year"), part.passing)
    _lines(shown, _("Done on demand, without a deadline"), part.without_deadline)
    if part.not_asked:
        out.print(_("Without any occurrence: {list}").format(list=", ".join(part.not_asked)))


def _totals(group: Group) -> None:
    """Print the headline figures, and those by the original deadlines where they differ."""
    figures = group.counted
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
            (_("in time"), _in_time(figures)),
            (_("done in full"), wording.percent(figures.implementation)),
            (_("partly done"), str(figures.partly) if figures.partly else ""),
            (_("cancelled in time"), str(figures.cancelled) if figures.cancelled else ""),
            (_("extended in time"), str(figures.prolonged) if figures.prolonged else ""),
        ]
    )
    if group.original != figures:
        base.console().print(by_original(group.original))


def _in_time(figures: Figures) -> str:
    """Return the share in time, and how much of it was recorded only after the deadline."""
    share = wording.percent(figures.in_time_share)
    if not figures.recorded_late:
        return share
    late = _("{count} of these recorded after the deadline")
    return f"{share} ({late.format(count=figures.recorded_late)})"


def _within(reference: str) -> str:
    """Return an occurrence's name within its roadmap, its key on a line of its own."""
    parts = Reference.parse(reference)
    return f"{parts.name}\n@{parts.key}"


def _lines(shown: ReviewShown, title: str, found: Iterable[Line]) -> None:
    listed = list(found)
    if not listed:
        return
    base.heading(title)
    table = base.table("№", _("measure"), _("deadline"), _("actual"), _("how"), wide=_("measure"))
    for line in listed:
        table.add_row(
            _within(line.reference),
            _said(shown, line),
            wording.day(line.counted.deadline),
            _actual(line),
            _how(line),
        )
    base.console().print(table)


def _said(shown: ReviewShown, line: Line) -> Text:
    """Return the title, the other deadlines, and what people said of it, each under its name."""
    text = Text(shown.title(line))
    for remark in _remarks(line):
        text.append(f"\n{remark}", style="dim")
    words = {"result": line.result, "justification": line.justification, "reason": line.reason}
    for name, ref in words.items():
        if ref:
            said = wording.called(shown.said(ref, name))
            text.append(f"\n{wording.words(name)}: «{said}»", style="dim")
    if by := line.cancelled_by:
        owner = Reference.parse(line.reference).owner
        text.append(f"\n{wording.by_edition(owner, by.edition, by.order)}", style="dim")
    return text


def _remarks(line: Line) -> Iterator[str]:
    """Yield the original deadline and the present one, where they differ; then a late record."""
    counted, original, duty = line.counted, line.original, line.duty
    if original.deadline != counted.deadline:
        yield wording.by_original(original.deadline, original.state)
    if duty.deadline != counted.deadline:
        yield wording.in_force(duty.deadline, duty.state)
    if line.recorded_late:
        yield wording.recorded_late(line.recorded_on)


def _how(line: Line) -> Text:
    """Return what it counts as."""
    state = line.counted.state
    return Text(wording.counted(state), style=base.STATE_STYLE[state])


def _actual(line: Line) -> str:
    """Return the day of execution, and how late that is."""
    executed = line.executed_on or line.reported_on
    text = wording.day(executed)
    days = line.counted.deviation_days
    if days is not None and days > 0:
        text += "\n" + _("+{days} d").format(days=days)
    return text
