"""The annual review on the screen: totals, by executor and section, and what needs explaining."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _

from rich.text import Text

from cli import wording
from cli.screens import base
from cli.screens.status import add, columns, ordered
from engine.office import Office
from engine.people.register import ERASED
from engine.projections.discipline import Figures
from engine.review.annual import Line, Review, RoadmapReview, WordRef


def review(office: Office, found: Review) -> None:
    """Print the review, names and words filled in."""
    base.banner(office)
    base.heading(_("Review of {period}: planned against actual").format(period=found.period))
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
    for roadmap in found.roadmaps:
        _roadmap(office, roadmap)


def _roadmap(office: Office, roadmap: RoadmapReview) -> None:
    register = office.register()
    out = base.console()
    out.print()
    base.heading(f"{roadmap.key}  {roadmap.title}")
    _totals(roadmap.total.original)
    if roadmap.executors:
        shown = columns(_("executor"))
        for group in ordered(roadmap.executors, register):
            add(shown, register.short(group.name) or _("nobody"), group)
        add(shown, _("all"), roadmap.total, style="bold")
        out.print(shown)
    if roadmap.sections:
        shown = columns(_("section"))
        for group in roadmap.sections:
            add(shown, group.name or _("(no section)"), group)
        out.print(shown)
    explained = [line for line in roadmap.due if line.state not in _PLAIN or line.returns]
    _lines(office, _("What deviates from the plan"), explained)
    _lines(office, _("Under way beyond the year"), roadmap.passing)
    _lines(office, _("Done on demand, without a deadline"), roadmap.without_deadline)
    if roadmap.not_asked:
        out.print(_("Without any occurrence: {list}").format(list=", ".join(roadmap.not_asked)))


_PLAIN = ("executed_in_time", "not_begun")
"""States that need no explanation in the list; they are in the totals."""


def _totals(figures: Figures) -> None:
    base.lines(
        [
            (_("due"), str(figures.due)),
            (
                _("executed"),
                _("{count}, of them {late} late; Ke {share}").format(
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


def _lines(office: Office, title: str, found: Iterable[Line]) -> None:
    listed = list(found)
    if not listed:
        return
    base.heading(title)
    words = office.log.words(
        [ref.position for line in listed for ref in (line.result, line.justification) if ref]
    )
    shown = base.table("№", _("measure"), _("deadline"), _("actual"), _("how"), wide=_("measure"))
    for line in listed:
        text = Text(line.title)
        for ref, name in ((line.result, "result"), (line.justification, "justification")):
            if ref:
                text.append(f"\n«{base.visible(_said(words, ref, name))}»", style="dim")
        shown.add_row(
            line.reference.partition("/")[2].replace("@", "\n@"),
            text,
            wording.day(line.deadline),
            _actual(line),
            Text(wording.word(line.state), style=base.STATE_STYLE[line.state]),
        )
    base.console().print(shown)


def _said(words: dict[int, dict[str, str]], ref: WordRef, name: str) -> str:
    return words.get(ref.position, {}).get(name, ERASED)


def _actual(line: Line) -> str:
    if line.reported_on is None:
        return "–"
    late = ""
    if line.deviation_days is not None and line.deviation_days > 0:
        late = "\n" + _("+{days} d").format(days=line.deviation_days)
    return wording.day(line.reported_on) + late
