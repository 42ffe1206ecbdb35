"""How far the person responsible may ask for other deadlines; the assigner is told where he goes further."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Limit(str, Enum):
	"""What keeps a deadline from being asked for."""

	FIRM = "firm"
	REQUESTS = "requests"
	LATEST = "latest"


@dataclass(frozen=True)
class Limits:
	"""What holds for one task and one person now."""

	is_firm: bool = False
	most: int = 0
	"""Requests that may be answered; 0 where there is no limit."""
	answered: int = 0
	latest: datetime | None = None
	taken_away: datetime | None = None
	"""The later deadline that was moved earlier without his consent: up to it he may always ask."""

	@property
	def has_any(self) -> bool:
		"""Whether there is anything to tell of."""
		return bool(self.is_firm or self.most or self.latest)

	@property
	def left(self) -> int | None:
		"""Requests that are left; None where they are not counted."""
		return max(self.most - self.answered, 0) if self.most else None

	def refusal(self, asked: datetime) -> Limit | None:
		"""The limit that keeps ``asked`` from being asked for; None where it may be."""
		if self.taken_away and asked <= self.taken_away:
			return None
		return next(iter(self._beyond(asked)), None)

	def passed(self, before: datetime | None, new: datetime) -> list[Limit]:
		"""The limits that a move from ``before`` to ``new`` goes beyond: none where it gives no more time."""
		return self._beyond(new) if before and new > before else []

	def may_ask(self, now: datetime) -> bool:
		"""Whether any deadline at all may be asked for."""
		if self.taken_away and self.taken_away > now:
			return True
		return not self.is_firm and self.left != 0 and (self.latest is None or self.latest > now)

	def _beyond(self, deadline: datetime) -> list[Limit]:
		found = (
			(Limit.FIRM, self.is_firm),
			(Limit.REQUESTS, self.left == 0),
			(Limit.LATEST, self.latest is not None and deadline > self.latest),
		)
		return [limit for limit, is_beyond in found if is_beyond]


def fewest(numbers: Iterable[int]) -> int:
	"""The tightest of several limits, of which 0 is none."""
	return min((number for number in numbers if number > 0), default=0)
