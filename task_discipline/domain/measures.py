"""From sums over tasks to the measures of a person, a team, a project or a month.

Sums can be added: those of a team are those of its people. Measures cannot, so they are always made of sums.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from operator import attrgetter
from statistics import median

ON_TIME_PART, FIRST_ON_TIME_PART, FIRST_PASS_PART = 0.5, 0.2, 0.3
"""What a score is made of."""


@dataclass
class Sums:
	"""What is counted of the tasks of a group in a period; unless said otherwise, only tasks that count."""

	given: int = 0
	"""Tasks made in the period, whether they count or not."""
	settled: int = 0
	"""Tasks handed in or otherwise ended in the period, whether they count or not."""
	counted: int = 0
	done: int = 0
	on_time: int = 0
	late: int = 0
	first_on_time: int = 0
	returned: int = 0
	first_passes: int = 0
	"""Done without a return."""
	late_reviews: int = 0
	weight: float = 0.0
	on_time_weight: float = 0.0
	first_on_time_weight: float = 0.0
	overdue: int = 0
	"""Open and overdue now, with a deadline up to the end of the period."""
	overdue_weight: float = 0.0
	in_progress: int = 0
	"""Tasks that were worked on in the period, whenever they ended."""
	delays: list[int] = field(default_factory=list)
	"""Fair minutes of the late ones."""
	earliness: list[int] = field(default_factory=list)
	"""Calendar minutes of the early ones."""

	def add(self, other: "Sums") -> None:
		"""Count the tasks of ``other`` as well."""
		for name in _NUMBERS:
			setattr(self, name, getattr(self, name) + getattr(other, name))
		self.delays.extend(other.delays)
		self.earliness.extend(other.earliness)

	@property
	def sample(self) -> int:
		"""On how many tasks a judgement rests."""
		return self.counted + self.overdue


_LISTS = tuple(one.name for one in fields(Sums) if one.default_factory is list)
_NUMBERS = tuple(one.name for one in fields(Sums) if one.name not in _LISTS)


@dataclass(frozen=True)
class Measures:
	"""What sums say; None where nothing can be said."""

	on_time_share: float | None
	first_on_time_share: float | None
	first_pass_share: float | None
	efficiency: float | None
	score: float | None
	median_delay: float | None
	median_earliness: float | None


def total(parts: Iterable[Sums]) -> Sums:
	"""All ``parts`` together; none of them is changed."""
	everything, whole = list(parts), Sums()
	for name in _NUMBERS:
		setattr(whole, name, sum(map(attrgetter(name), everything)))
	for name in _LISTS:
		setattr(whole, name, list(chain.from_iterable(map(attrgetter(name), everything))))
	return whole


def measure(sums: Sums) -> Measures:
	"""The measures of ``sums``; shares and the score in percent."""
	return Measures(
		on_time_share=_percent(sums.on_time, sums.sample),
		first_on_time_share=_percent(sums.first_on_time, sums.sample),
		first_pass_share=_percent(sums.first_passes, sums.done),
		efficiency=_efficiency(sums),
		score=score(sums),
		median_delay=middle(sums.delays),
		median_earliness=middle(sums.earliness),
	)


def score(sums: Sums) -> float | None:
	"""One number from 0 to 100 for the quality of execution.

	A heavy task weighs more for both clocks. A task that is overdue now counts as failed in every part of it.
	Where nothing was judged yet, the first pass has no say.
	"""
	work = sums.weight + sums.overdue_weight
	judged = sums.done + sums.overdue
	parts = [
		(ON_TIME_PART, sums.on_time_weight, work),
		(FIRST_ON_TIME_PART, sums.first_on_time_weight, work),
		(FIRST_PASS_PART, sums.first_passes, judged),
	]
	known = [(part, reached / out_of) for part, reached, out_of in parts if out_of > 0]
	if work <= 0:
		return None
	return 100 * sum(part * share for part, share in known) / sum(part for part, _share in known)


def ranks(people: Mapping[str, Sums], least_sample: int) -> dict[str, int]:
	"""The place of everybody with a score and enough tasks, by the score; equal scores share a place (1, 2, 2, 4)."""
	scores = {
		user: rounded(found)
		for user, sums in people.items()
		if sums.sample >= max(least_sample, 1) and (found := score(sums)) is not None
	}
	places: dict[float, int] = {}
	for place, value in enumerate(sorted(scores.values(), reverse=True), 1):
		places.setdefault(value, place)
	return {user: places[value] for user, value in scores.items()}


def rounded(score: float) -> float:
	"""A score as people read it: what looks equal is equal."""
	return round(score, 1)


def middle(values: Collection[float]) -> float | None:
	"""The median; None of nothing."""
	return median(values) if values else None


def _efficiency(sums: Sums) -> float | None:
	if not sums.in_progress:
		return None
	return max(0.0, 100 - 100 * (sums.late + sums.overdue) / sums.in_progress)


def _percent(part: float, whole: float) -> float | None:
	return 100 * part / whole if whole else None
