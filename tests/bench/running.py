"""Rounds in which all contenders take turns, and the figures that come of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from statistics import median

import msgspec

from tests.bench.measurements import Limit, Measurement, Scale
from tests.bench.site import Site
from tests.bench.spending import Spent, measured
from tests.bench.subject import Subject


class Figures(msgspec.Struct, frozen=True):
    """What each contender spent on one operation, round by round."""

    rounds: Mapping[str, list[Spent]]

    def of(self, name: str) -> Spent:
        """Return the medians of a contender, in seconds."""
        found = self.rounds[name]
        return Spent(
            median(one.client for one in found),
            median(one.server for one in found),
            median(one.wall for one in found),
        )

    def ratio(self, ours: str, peer: str) -> float:
        """Return how many times the CPU time of *peer* ours took: the median of the rounds."""
        pairs = zip(self.rounds[ours], self.rounds[peer], strict=True)
        return median(one.cpu / other.cpu for one, other in pairs)

    def reached(self, ours: str, limit: Limit) -> bool:
        """Return whether *limit* is kept."""
        if limit.beside is None:
            return self.of(ours).cpu * 1_000 <= limit.most
        return self.ratio(ours, limit.beside) <= limit.most


def run(measurement: Measurement, site: Site, scale: Scale) -> Figures:
    """Measure, after one round that is not counted."""
    with ExitStack() as stack:
        subjects = {
            contender.name: stack.enter_context(closing(contender.opened(site, scale.events)))
            for contender in measurement.contenders
        }
        rounds: dict[str, list[Spent]] = {name: [] for name in subjects}
        for number in range(scale.rounds + 1):
            for name, spent in _round(subjects, measurement.times, number):
                if number:
                    rounds[name].append(spent)
    return Figures(rounds)


def _round(subjects: Mapping[str, Subject], times: int, number: int) -> Iterator[tuple[str, Spent]]:
    """Yield what each one spent; another one begins in each round."""
    names = list(subjects)
    begin = number % len(names)
    for name in names[begin:] + names[:begin]:
        work = subjects[name].ready(times)
        gc.collect()
        yield name, measured(work, subjects[name].servers()).each(times)
