"""From receipt to answer: commit, answer printed and flushed, note forgotten; in this order.

Whatever fails in between says what was recorded. The notes stay then, and the same command again
shows the answer and records nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from cli import failures, signals, terminal
from engine.errors import (
    N_,
    AnswerNotShown,
    LogDamaged,
    OutcomeUnknown,
    StoreUnavailable,
    VekhaError,
)

if TYPE_CHECKING:
    from engine.events.log import Receipt
    from engine.office import Office
    from engine.workflows.requests import Requests

_REQUESTS = "vekha.requests"
"""Where the running command keeps what it has asked of a ledger."""

_UNANSWERED = (StoreUnavailable, LogDamaged, OutcomeUnknown)
"""After these nothing more is asked of the ledger."""


@contextmanager
def answering(office: Office) -> Iterator[None]:
    """Let the block ask *office* and print its answer; then the notes of its requests go.

    Raises AnswerNotShown when the block fails after something was recorded, and OutcomeUnknown
    when an interruption leaves it open whether it was.
    """
    requests = office.session.requests
    click.get_current_context().meta[_REQUESTS] = requests
    try:
        yield
        terminal.flush()
        if requests.receipts:
            signals.hold_off()  # shown: whatever comes now, the status says so
    except GeneratorExit:  # left by an interruption, of which the rim speaks
        raise
    except BaseException as error:
        told = _told_truly(requests, error)
        if isinstance(told, VekhaError) and not isinstance(told, _UNANSWERED):
            _tell_of_earlier(office)
        if told is error:
            raise
        raise told from error
    requests.answered()
    _tell_of_earlier(office)


@contextmanager
def last_word(ctx: click.Context) -> Iterator[None]:
    """Say as much of an interruption that comes while ``answering`` is entered or left."""
    try:
        yield
    except KeyboardInterrupt as error:
        requests = ctx.meta.get(_REQUESTS)
        told = error if requests is None else _told_truly(requests, error)
        if told is error:
            raise
        raise told from error


def _told_truly(requests: Requests, error: BaseException) -> BaseException:
    """Return what to say of *error*, with what has been recorded in mind."""
    if isinstance(error, OutcomeUnknown):
        return error
    open_still = not isinstance(error, VekhaError) and _not_known(requests)
    if requests.receipts:
        signals.hold_off()
        return _not_shown(requests.receipts, failures.why(error))
    if open_still and isinstance(error, KeyboardInterrupt):
        signals.hold_off()
        return OutcomeUnknown(
            N_("this was cut off while it was being recorded: {why}"),
            remedy=N_("Run the same command again: it records nothing twice."),
            why=failures.why(error),
        )
    return error


def _not_known(requests: Requests) -> bool:
    """Return whether it is not known what became of a request that was cut off."""
    try:
        return requests.settle()
    except Exception:  # noqa: BLE001 - whatever it is, then it is not known
        return True


def _not_shown(receipts: list[Receipt], why: str) -> AnswerNotShown:
    first, last = receipts[0].first, receipts[-1].last
    if len(receipts) > 1:
        wrong = N_(
            "recorded between events {first} and {last}, the answer could not be shown: {why}"
        )
    elif first < last:
        wrong = N_("recorded as events {first} to {last}, the answer could not be shown: {why}")
    else:
        wrong = N_("recorded as event {first}, the answer could not be shown: {why}")
    return AnswerNotShown(
        wrong,
        remedy=N_("Run the same command again: it records nothing twice."),
        first=first,
        last=last,
        why=why,
    )


def _tell_of_earlier(office: Office) -> None:
    """Tell what became of requests of earlier runs; where that fails, a later run does."""
    with suppress(VekhaError, OSError):
        office.session.tell_of_earlier()
