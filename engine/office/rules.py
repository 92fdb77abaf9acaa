"""The counter for the ledger itself: its policies, and how its file keeps a journal."""

from __future__ import annotations

from engine.answers.policies import JournalAnswer, PolicyAnswer
from engine.events import streams
from engine.events.log import Journal
from engine.office.session import Session
from engine.workflows import policies, rights
from engine.workflows.decider import Appends
from engine.workflows.handling import History
from engine.workflows.policies import SetPolicy


class Rules:
    """What an administrator asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set_policy(self, wanted: SetPolicy) -> PolicyAnswer:
        """Set a policy of the whole ledger; returns it as it will count."""
        session, step = self._session, "admin policy"
        speaker = session.speaker(step=step)
        by = session.by(speaker)

        def decided(history: History) -> Appends:
            return policies.decide(wanted, history.version(streams.LEDGER), by)

        session.record(step, speaker, wanted, decided, streams.LEDGER)
        return PolicyAnswer(
            rehearsal=session.rehearsal,
            name=wanted.name,
            value=wanted.value,
            valid_from=wanted.since or by.today,
        )

    def set_journal(self, journal: Journal) -> JournalAnswer:
        """Keep the journal of a ledger in a file so from now on."""
        session = self._session
        rights.require(session.speaker(step="admin journal"), "administrator")
        kept = session.log.set_journal(journal)
        session.observe("ledger.journal", journal=kept)
        return JournalAnswer(rehearsal=session.rehearsal, journal=kept)
