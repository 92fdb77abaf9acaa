"""An order as it was taken in: what it holds, what was planned, what deserves a look."""

from __future__ import annotations

from gettext import gettext as _
from gettext import ngettext
from typing import Any

from cli import desk
from cli.screens import base
from engine.documents import Document
from engine.documents.problems import Problem
from engine.events.log import Receipt
from engine.office import Office

SHOWN = 12
"""How many problems are listed before the rest is counted."""


def imported(
    office: Office, document: Document, receipt: Receipt | None, known: str | None, *, as_json: bool
) -> None:
    """Say what an import recorded; *known* is the order that the same file had brought before."""
    if as_json:
        desk.answer(
            {
                "order": document.draft.order.key,
                "recorded": receipt is not None,
                "first_position": receipt.first if receipt else None,
                "last_position": receipt.last if receipt else None,
                "roadmaps": [_counts(office, draft.key) for draft in document.draft.roadmaps],
                "problems": [
                    {"code": found.code, "where": found.where, "text": found.text}
                    for found in document.problems
                ],
            }
        )
        return
    base.banner(office)
    if known is not None:
        text = _("This very file was taken in before, as order {key}: nothing was recorded.")
        base.heading(text.format(key=known))
        return
    _summary(office, document)
    _problems(document.problems)


def _summary(office: Office, document: Document) -> None:
    order = document.draft.order
    base.heading(
        _("{issuer}: order {number} of {day}").format(
            issuer=order.issuer or "–", number=order.number or "–", day=order.date
        )
    )
    for draft in document.draft.roadmaps:
        counts = _counts(office, draft.key)
        measures, occurrences = counts["measures"], counts["occurrences"]
        base.lines(
            [
                (_("roadmap"), f"{draft.key} — {draft.title}"),
                (
                    _("recorded"),
                    ngettext("{count} measure", "{count} measures", measures).format(count=measures)
                    + ", "
                    + ngettext("{count} occurrence", "{count} occurrences", occurrences).format(
                        count=occurrences
                    ),
                ),
                (_("look at it"), f"vekha show {draft.key}"),
            ]
        )


def _counts(office: Office, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "measures": len(office.catalogue().of(key)),
        "occurrences": sum(unit.roadmap == key for unit in office.units()),
    }


def _problems(problems: tuple[Problem, ...]) -> None:
    worth = [found for found in problems if found.severity != "note"]
    if not worth:
        return
    base.heading(_("To look at:"))
    for found in worth[:SHOWN]:
        place = found.where.number or found.where.roadmap
        text = _(found.template).format(**found.facts)
        base.console().print(f"  {place:8} {text}", markup=False)
    if len(worth) > SHOWN:
        rest = len(worth) - SHOWN
        base.console().print(
            "  " + ngettext("… and {count} more", "… and {count} more", rest).format(count=rest)
        )
