"""Why something was refused, in a few words: for the notes that refusals leave beside the log."""

from __future__ import annotations

from engine.errors import N_
from engine.wording.codes import Vocabulary

refusal = Vocabulary(
    refused=N_("against the rules"),
    illegal_transition=N_("it is in another state"),
    not_allowed=N_("no right to do it"),
    conflict=N_("someone else recorded first"),
    command_reused=N_("the command was recorded before with other arguments"),
    not_open=N_("the ledger has not been opened"),
    already_open=N_("the ledger is open already"),
    genesis_login=N_("only the person who is signed in may open it"),
    login_not_mapped=N_("the ledger does not know this login"),
    clock=N_("the clocks differ too much"),
    register_moved=N_("someone was registered or renamed meanwhile"),
    no_service=N_("this login is of no service"),
    unknown_event=N_("the ledger does not take such an event there"),
    bad_step=N_("the event does not follow from the state before"),
    clock_event=N_("only a service records that, or only people do"),
    bad_row=N_("a row does not follow from its event"),
)
"""Code of a refusal (``engine/errors.py``, ``engine/events/refused.py``) -> why."""
