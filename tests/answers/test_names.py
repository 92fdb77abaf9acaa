"""Names of the register, and of those whom an approval would add."""

from __future__ import annotations

from engine.answers.names import names_after
from engine.people.register import ERASED, Party, Register
from tests.support.approving import approve, draft, measure, roadmap


def test_fresh_parties_are_named_and_erased_persons_say_so() -> None:
    appends = approve(draft(roadmap(measure()))).appends
    fresh = next(one.stream for one in appends if one.stream.startswith("organisation/"))
    erased = Party(id="person/b", kind="person", name=ERASED)
    names = names_after(Register(persons={erased.id: erased}), appends)
    assert (names(fresh), names("person/b")) == ("Школа", "(erased)")
    assert names("organisation/none") == "organisation/none"
