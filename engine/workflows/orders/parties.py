"""Who is meant by a name in an order: known parties, those that the order introduces, new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.events import parties, people, streams
from engine.events.event import Event
from engine.events.orders import Executor
from engine.people import mentions
from engine.people.naming import folded, tidy
from engine.people.register import Register
from engine.workflows.orders.draft import PartyDraft, PartyKind

Registered = tuple[str, Event, dict[str, str]]

_KINDS: dict[str, type[parties.PartyRegistered]] = {
    "organisation": parties.OrganisationRegistered,
    "post": parties.PostRegistered,
    "group": parties.GroupRegistered,
}


class Parties:
    """Resolves printed names to ids; who is new is registered under a random id.

    Names are compared folded; aliases that the register does not know yet are added to it.
    """

    def __init__(
        self, register: Register, drafts: tuple[PartyDraft, ...], new_id: Callable[[], str]
    ) -> None:
        self._register = register
        self._new_id = new_id
        self._drafts = {folded(n): draft for draft in drafts for n in (draft.name, *draft.aliases)}
        self._ids: dict[str, str] = {}
        self._new: list[Registered] = []

    def executors(self, printed: tuple[str, ...]) -> tuple[tuple[Executor, ...], dict[str, str]]:
        """Return who answers, each once, the first leading, and the words that name persons."""
        executors: list[Executor] = []
        words: dict[str, str] = {}
        for name in printed:
            party = self._id(name)
            if any(known.party == party for known in executors):
                continue
            personal = streams.is_person(party)
            if personal:
                words[f"executor.{len(executors) + 1}"] = tidy(name)
            executors.append(
                Executor(
                    party=party,
                    role="co" if executors else "lead",
                    as_printed=None if personal else tidy(name),
                )
            )
        return tuple(executors), words

    def person(self, name: str, before: str | None = None) -> str | None:
        """Return the id of the person called *name*, new or known; None where none is named.

        *before* is who was meant so far: of several persons of that name, it is he.
        """
        if before is not None and folded(self._register.name(before)) == folded(name):
            return before
        return self._resolve(PartyDraft(name=name, kind="person")) if tidy(name) else None

    def registered(self) -> Iterator[Registered]:
        """Yield (stream, event, words) for everybody who became known on the way."""
        yield from self._new

    def _id(self, name: str) -> str:
        kind: PartyKind = "person" if mentions.PERSON.search(name) else "organisation"
        return self._resolve(self._drafts.get(folded(name), PartyDraft(name=name, kind=kind)))

    def _resolve(self, draft: PartyDraft) -> str:
        key = folded(draft.name)
        if key not in self._ids:
            self._ids[key] = self._known(draft) or self._introduce(draft)
        return self._ids[key]

    def _known(self, draft: PartyDraft) -> str | None:
        if draft.kind == "person":
            return self._register.known_person(draft.name)
        names = (draft.name, *draft.aliases)
        found = next(filter(None, map(self._register.known, names)), None)
        if found is None:
            return None
        spelled = {folded(known) for known in (found.name, *found.aliases)}
        fresh = tuple(tidy(name) for name in names if folded(name) not in spelled)
        if fresh:
            self._new.append((found.id, parties.AliasesAdded(aliases=fresh), {}))
        return found.id

    def _introduce(self, draft: PartyDraft) -> str:
        stream = streams.party(draft.kind, self._new_id())
        if draft.kind == "person":
            self._new.append((stream, people.PersonRegistered(), {"name": tidy(draft.name)}))
            return stream
        registered = _KINDS[draft.kind](
            name=tidy(draft.name), aliases=tuple(tidy(alias) for alias in draft.aliases)
        )
        self._new.append((stream, registered, {}))
        return stream
