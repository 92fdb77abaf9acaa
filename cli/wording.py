"""The field's words for codes: states, verdicts, roles, kinds, events; one table for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from gettext import gettext as _

from cli.kinds import kinds
from engine.calendar.periods import Period


@cache
def words() -> dict[str, str]:
    """Return code -> word in the reader's language, for every code that is shown."""
    return {
        # states of the machine
        "planned": _("planned"),
        "in_progress": _("in progress"),
        "reported": _("reported"),
        "evaluated": _("evaluated"),
        "cancelled": _("cancelled"),
        # what a unit counts as
        "executed_in_time": _("done in time"),
        "executed_late": _("done late"),
        "partly": _("partly done"),
        "not_done": _("not done"),
        "overdue": _("overdue"),
        "in_work": _("in work"),
        "not_begun": _("not begun"),
        # verdicts and completeness
        "done": _("done"),
        "full": _("in full"),
        # roles
        "executor": _("executor"),
        "operator": _("operator"),
        "supervisor": _("supervisor"),
        "analyst": _("analyst"),
        "reader": _("reader"),
        "administrator": _("administrator"),
        # kinds of parties
        "organisation": _("organisation"),
        "post": _("post"),
        "group": _("group"),
        "person": _("person"),
        "order": _("order"),
        "roadmap": _("roadmap"),
        "measure": _("measure"),
        "occurrence": _("occurrence"),
        # steps
        "start": _("start"),
        "unstart": _("take the start back"),
        "report": _("report"),
        "withdraw": _("withdraw the report"),
        "return": _("return for rework"),
        "evaluate": _("evaluate"),
        "lapse": _("close as not done"),
        "cancel": _("cancel"),
        "reopen": _("reopen"),
        "reinstate": _("reinstate"),
        # marks of the audit
        "back_dated": _("recorded later than it happened"),
        "outside_window": _("before its window"),
        "clock_went_back": _("the clock went back"),
        "same_organisation": _("evaluated within the same organisation"),
        "late": _("after the deadline"),
        # fields of an amendment
        "title": _("title"),
        "horizon": _("term of the plan"),
        "number": _("number"),
        "section": _("section"),
        "expected_result": _("expected result"),
        "participants": _("participants"),
        "executors": _("executors"),
        "items": _("sub-items"),
        "deadline": _("deadline"),
        "removed": _("removed"),
        "added": _("added"),
        # where something stands
        "date": _("date"),
        "issuer": _("issuer"),
        "signatory": _("signed by"),
        "control": _("control"),
        "result": _("result"),
        # why two names may be the same
        "shortened": _("one is a shorter form"),
        "abbreviation": _("one is an abbreviation"),
        "spaces": _("only spaces differ"),
        "letters": _("a letter or two differ"),
        # what is gone
        "(erased)": _("(erased)"),
        # kinds of deadlines
        **kinds(),
        # events
        "LedgerOpened": _("ledger opened"),
        "WordsErased": _("words erased"),
        "PersonRegistered": _("person registered"),
        "LoginMapped": _("login given"),
        "RolesGranted": _("roles granted"),
        "MembershipStarted": _("membership began"),
        "OrganisationRegistered": _("organisation registered"),
        "PostRegistered": _("post registered"),
        "GroupRegistered": _("group registered"),
        "AliasesAdded": _("other spellings added"),
        "OrderApproved": _("order approved"),
        "OrderCorrected": _("order corrected"),
        "OrderItemIssued": _("item of the order issued"),
        "RoadmapApproved": _("roadmap approved"),
        "MeasureApproved": _("measure approved"),
        "DeadlineRead": _("deadline read"),
        "WindowsSet": _("windows set by hand"),
        "ScheduleBound": _("schedule bound"),
        "IndicatorDefined": _("indicator defined"),
        "OccurrencePlanned": _("planned"),
        "WorkStarted": _("work started"),
        "StartRetracted": _("start taken back"),
        "ResultReported": _("result reported"),
        "ReportWithdrawn": _("report withdrawn"),
        "ReportReturned": _("returned for rework"),
        "ExecutionEvaluated": _("execution evaluated"),
        "OccurrenceLapsed": _("closed as not done"),
        "OccurrenceCancelled": _("cancelled"),
        "OccurrenceReopened": _("reopened"),
        "OccurrenceReinstated": _("reinstated"),
        "WindowAmended": _("deadline amended"),
        "ExecutorsAmended": _("executors amended"),
        "RoadmapAmended": _("roadmap amended"),
        "MeasureAmended": _("measure amended"),
        "MeasureRemoved": _("measure removed"),
    }


def word(code: str | None) -> str:
    """Return the word for *code*; an unknown code is shown as it is, null as a dash."""
    return "–" if code is None else words().get(code, code)


def listed(codes: Iterable[str]) -> str:
    """Return the words for *codes*, with commas."""
    return ", ".join(map(word, codes))


def sentence(template: str, facts: Mapping[str, object]) -> str:
    """Return a template in the reader's language, the codes and days among its facts too."""
    return _(template).format(**{name: _fact(value) for name, value in facts.items()})


def written(text: str) -> str:
    """Return ``YYYY-MM-DD`` as people write it; anything else as it is, a dash for nothing."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text or "–"


def _fact(value: object) -> object:
    """Return a fact as people read it: a code's word, a list of codes, a day."""
    if not isinstance(value, str) or not value:
        return value
    return ", ".join(_spanned(words().get(part, part)) for part in value.split(", "))


def _spanned(text: str) -> str:
    """Return a day, or a span of days, as people write it."""
    return " – ".join(map(written, text.split(" – ")))


def day(when: date | None) -> str:
    """Return a day as people write it."""
    # Translators: how a day is written, as strftime takes it.
    return "–" if when is None else when.strftime(_("%Y-%m-%d"))


def days(start: date | None, end: date | None) -> str:
    """Return a span of days as people write it."""
    if start is None and end is None:
        return _("no deadline")
    return day(end) if start == end else f"{day(start)} – {day(end)}"


def period(found: Period) -> str:
    """Return a period's label as people read it; a school year as 2022/23."""
    if found.label.endswith("-S"):
        # Translators: a school year, such as 2022/23.
        return _("school year {first}/{second:02d}").format(
            first=found.start.year, second=found.end.year % 100
        )
    return found.label


def percent(share: str | None) -> str:
    """Return a share in per cent, or a dash where nothing was due."""
    return "–" if share is None else f"{share} %"
