"""What an append may answer instead of recording: one table of codes for every backend."""

from __future__ import annotations

from typing import Any

from engine.errors import N_, Conflict, NotAllowed, RefusedByRules, VekhaError

_REFUSALS: dict[str, tuple[type[VekhaError], str, str]] = {
    "conflict": (
        Conflict,
        N_("someone recorded first on {stream}: it is at version {actual}, not {expected}"),
        N_("Look at it again and repeat the command if it is still right."),
    ),
    "command_reused": (
        RefusedByRules,
        N_("command {command_id} was recorded already, by someone else or with other arguments"),
        N_("Run the command again without naming a command id."),
    ),
    "not_open": (
        RefusedByRules,
        N_("this ledger has not been opened"),
        N_("Open it with: vekha init"),
    ),
    "already_open": (
        RefusedByRules,
        N_("this ledger is open already"),
        N_("Name another place with --db to open a new one."),
    ),
    "genesis_login": (
        NotAllowed,
        N_("a ledger is opened by the person who is signed in"),
        N_("Run vekha init under your own account."),
    ),
    "login_not_mapped": (
        NotAllowed,
        N_("the login {login} belongs to no one in this ledger today"),
        N_("An administrator can add it: vekha people login PERSON {login}"),
    ),
    "clock": (
        RefusedByRules,
        N_("this computer's clock and the server's differ by more than 120 seconds"),
        N_("Set the clock and run the command again."),
    ),
    "register_moved": (
        Conflict,
        N_("someone registered or renamed a person or an organisation meanwhile"),
        N_("Look at it again and repeat the command if it is still right."),
    ),
    "no_service": (
        NotAllowed,
        N_("the login {login} is no service of this ledger today; only a service vouches"),
        N_("An administrator registers services."),
    ),
    "unknown_event": (
        RefusedByRules,
        N_("the ledger does not take {type} in {stream}"),
        N_("This is a mistake in the program; please report it."),
    ),
    "bad_step": (
        RefusedByRules,
        N_("{type} does not lead from {source} to {dest} in {stream}, which is {before}"),
        N_("Look at it again and repeat the command if it is still right."),
    ),
    "clock_event": (
        NotAllowed,
        N_("{type} is recorded by a service alone, or by everyone but a service"),
        N_("A service records of itself only what is done by a clock; no one else records that."),
    ),
    "bad_row": (
        RefusedByRules,
        N_("a row for {table} does not follow from the event that it came with"),
        N_("This is a mistake in the program; please report it."),
    ),
}


CODES = frozenset(_REFUSALS)
"""Every code that an append may answer with."""


def refusal(code: str, **facts: Any) -> VekhaError:
    """Return the error for a refusal *code* of append, with its facts filled in."""
    error_class, template, remedy = _REFUSALS[code]
    error = error_class(template, remedy=remedy, **facts)
    error.reason = code
    return error
