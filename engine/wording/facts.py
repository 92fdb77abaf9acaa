"""A template and the facts that fill it -> a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from engine.errors import Code, Column, Days, Fact, Name, Party, VekhaError, listed
from engine.wording import codes
from engine.wording.days import day, moment, stretch
from engine.wording.language import text


def sentences(error: VekhaError) -> tuple[str, str]:
    """Return what is wrong and what to do, in the reader's language."""
    wrong, remedy = (
        sentence(template, error.facts, error.name) for template in (error.template, error.remedy)
    )
    return wrong, remedy


def sentence(template: str, facts: Mapping[str, Fact], name: Name = str) -> str:
    """Return a template, filled, in the reader's language; *name* tells how a party is called."""
    return text(template).format(**{key: said(value, name) for key, value in facts.items()})


def said(fact: Fact, name: Name = str) -> str | int:
    """Return a fact as people read it, told by its type (see ``engine/errors.py``)."""
    match fact:
        case Column():
            return codes.column(fact)
        case Code():
            from engine.wording import declared

            return declared.word(fact)
        case Party():
            return called(name(fact))
        case Days():
            return stretch(fact)
        case datetime():
            return moment(fact)
        case date():
            return day(fact)
        case tuple():
            return listed([str(said(one, name)) for one in fact])
        case _:
            return fact


def called(name: str) -> str:
    """Return a party's name; of an erased one that it is gone."""
    return text(name) if name == codes.ERASED else name
