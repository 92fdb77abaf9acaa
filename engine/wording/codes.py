"""The field's words for codes: a table for each vocabulary, so that a code has one word in it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import N_
from engine.wording.language import text


class Vocabulary(dict[str, str]):
    """Code -> its word in English. Called with a code, it answers in the reader's language."""

    def __call__(self, code: str | None) -> str:
        """Return the word for *code*; an unknown code is shown as it is, null as a dash."""
        return "–" if code is None else text(self.get(code, "")) or code

    def listed(self, codes: Iterable[str]) -> str:
        """Return the words for *codes*, with commas."""
        return ", ".join(map(self, codes))


state = Vocabulary(
    planned=N_("planned"),
    in_progress=N_("in progress"),
    reported=N_("reported"),
    evaluated=N_("evaluated"),
    cancelled=N_("cancelled"),
)
"""The states of the machine."""

counted = Vocabulary(
    executed=N_("done"),
    executed_in_time=N_("done in time"),
    executed_late=N_("done late"),
    partly=N_("partly done"),
    not_done=N_("not done"),
    overdue=N_("overdue"),
    in_work=N_("in work"),
    not_begun=N_("not begun"),
    cancelled=N_("cancelled"),
)
"""What an occurrence counts as on a day."""

_STANDING = {
    ("planned", "not_begun"): N_("planned"),
    ("planned", "in_work"): N_("planned, its window has begun"),
    ("in_progress", "in_work"): N_("in progress"),
    ("reported", "executed"): N_("reported"),
    ("reported", "partly"): N_("reported: partly done"),
    ("reported", "not_done"): N_("reported: not done"),
    ("reported", "executed_in_time"): N_("reported in time"),
    ("reported", "executed_late"): N_("reported late"),
    ("evaluated", "executed"): N_("evaluated: done"),
    ("evaluated", "executed_in_time"): N_("evaluated: done in time"),
    ("evaluated", "executed_late"): N_("evaluated: done late"),
    ("evaluated", "partly"): N_("evaluated: partly done"),
    ("evaluated", "not_done"): N_("evaluated: not done"),
    ("cancelled", "cancelled"): N_("cancelled"),
    ("cancelled", "not_done"): N_("cancelled after the deadline: not done"),
}


def standing(status: str, counts_as: str) -> str:
    """Return the state of an occurrence and what it counts as, in one phrase."""
    phrase = _STANDING.get((status, counts_as))
    return text(phrase) if phrase else f"{state(status)} ({counted(counts_as)})"


verdict = Vocabulary(done=N_("done"), partly=N_("partly done"), not_done=N_("not done"))
ground = Vocabulary(substance=N_("on substance"), form=N_("on form"))
completeness = Vocabulary(full=N_("in full"), partly=N_("partly done"), not_done=N_("not done"))

role = Vocabulary(
    executor=N_("executor"),
    operator=N_("operator"),
    supervisor=N_("supervisor"),
    analyst=N_("analyst"),
    reader=N_("reader"),
    administrator=N_("administrator"),
)

party = Vocabulary(
    organisation=N_("organisation"), post=N_("post"), group=N_("group"), person=N_("person")
)
"""Kinds of parties."""

thing = Vocabulary(
    order=N_("order"),
    roadmap=N_("roadmap"),
    measure=N_("measure"),
    occurrence=N_("occurrence"),
)
"""What a reference can name."""

mark = Vocabulary(
    back_dated=N_("recorded later than it happened"),
    outside_window=N_("before its window"),
    clock_went_back=N_("the clock went back"),
    same_organisation=N_("evaluated within the same organisation"),
    same_hand=N_("report and verdict keyed in by one hand"),
    late=N_("after the deadline"),
    late_by_original=N_("after the original deadline"),
)
"""What an auditor may want to ask about."""

act = Vocabulary(
    order=N_("order"),
    protocol=N_("protocol"),
    resolution=N_("resolution"),
    letter=N_("letter"),
    stamp=N_("stamp of approval"),
)
"""By what a plan is approved."""

each = Vocabulary(
    {
        "month": N_("by month"),
        "quarter": N_("by quarter"),
        "half-year": N_("by half-year"),
        "year": N_("by year"),
        "school-year": N_("by school year"),
    }
)
"""How a period is split."""

part = Vocabulary(lead=N_("lead"), co=N_("co-executor"))
"""Which of several executors one is."""

evidence = Vocabulary(link=N_("link"), document=N_("document"), file=N_("file"))

direction = Vocabulary(
    up=N_("growth"),
    down=N_("decline"),
    reach=N_("a value to reach"),
    yes_no=N_("yes or no"),
    unknown=N_("not stated"),
)
"""Where an indicator should go."""

threshold = Vocabulary(
    at_least=N_("at least"),
    at_most=N_("at most"),
    grow_by=N_("growth by"),
    reach=N_("a value to reach"),
    yes_no=N_("yes or no"),
    positive=N_("any growth"),
    unknown=N_("not stated"),
)
"""What a target asks for."""

stage = Vocabulary(
    goals=N_("goals"),
    results=N_("planned results"),
    indicators=N_("indicators"),
    monitoring=N_("monitoring"),
    analysis=N_("analysis"),
    recommendations=N_("recommendations"),
    measures=N_("measures"),
    decisions=N_("decisions"),
    effectiveness=N_("effectiveness"),
    other=N_("something else"),
)
"""Stages of the management cycle."""

purpose = Vocabulary(office=N_("an office's own ledger"), rehearsal=N_("a rehearsal"))
"""What a ledger is for."""

login = Vocabulary(
    os=N_("an account of this computer"),
    postgresql=N_("an account of the database server"),
    simulated=N_("a simulated person"),
)
"""By what one is known to the ledger."""

words = Vocabulary(
    result=N_("result"),
    evidence=N_("evidence"),
    link=N_("link"),
    reason=N_("reason"),
    justification=N_("justification"),
    basis=N_("basis"),
    comment=N_("comment"),
    steps_taken=N_("what was done about it"),
    name=N_("name"),
    login=N_("login"),
    executor=N_("executor"),
    signatory=N_("signed by"),
    control=N_("control"),
    source=N_("source"),
    schedule=N_("schedule"),
    file=N_("file"),
    title=N_("title"),
    section=N_("section"),
    expected_result=N_("expected result"),
    participants=N_("participants"),
    items=N_("sub-items"),
    issuer=N_("issuer"),
    signatory_post=N_("post of the signatory"),
    control_post=N_("post of who is in control"),
    parent=N_("parent order"),
    annex=N_("annex"),
    passport=N_("passport"),
    phrase=N_("deadline"),
    unread=N_("not read"),
    remark=N_("remark"),
    unit=N_("unit"),
    method=N_("method"),
)
"""What people say beside the facts of an event, or have to say for a step."""

field = Vocabulary(
    title=N_("title"),
    horizon=N_("term of the plan"),
    number=N_("number"),
    section=N_("section"),
    expected_result=N_("expected result"),
    participants=N_("participants"),
    executors=N_("executors"),
    items=N_("sub-items"),
    deadline=N_("deadline"),
    date=N_("date"),
    issuer=N_("issuer"),
    signatory=N_("signed by"),
    signatory_post=N_("post of the signatory"),
    control=N_("control"),
    control_post=N_("post of who is in control"),
    parent=N_("parent order"),
    annex=N_("annex"),
    horizon_start=N_("beginning of the plan"),
    horizon_end=N_("end of the plan"),
    passport=N_("passport"),
    indicators=N_("indicators"),
    result=N_("result"),
)
"""What an order, a roadmap or a measure consists of."""

column = Vocabulary(
    {
        **field,
        "start": N_("beginning"),
        "end": N_("end"),
        "co_executors": N_("co-executors"),
        "indicator": N_("indicator"),
        "unit": N_("unit"),
        "year": N_("year"),
        "due_party": N_("deadline and executors"),
        "other": N_("something else"),
    }
)
"""What a column of a plan holds."""

moved = Vocabulary(
    planned=N_("planned"),
    moved=N_("moved"),
    cancelled=N_("cancelled"),
    handed_on=N_("handed on"),
)
"""What becomes of an occurrence when an order changes."""

change = Vocabulary({**field, "removed": N_("removed"), "added": N_("added")})
"""What differs between two editions."""

place = Vocabulary({**field, **thing})
"""Where in a document something was noticed."""

likeness = Vocabulary(
    shortened=N_("one is a shorter form"),
    abbreviation=N_("one is an abbreviation"),
    spaces=N_("only spaces differ"),
    letters=N_("a letter or two differ"),
    punctuation=N_("only punctuation differs"),
)
"""Why two names may be the same."""

ERASED = N_("(erased)")
"""What is shown where words are gone."""
