"""Rules and marks of the tests of fines and rewards, with what they have in common left out."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from task_discipline.domain.award_terms import AmountKind, Event, Terms, amount_kinds
from task_discipline.domain.awards import Mark, Month

BEGIN, END = datetime(2031, 3, 1), datetime(2031, 4, 1)
MARCH = Month(BEGIN, END, END)
FEBRUARY = Month(datetime(2031, 2, 1), BEGIN, BEGIN)
APRIL = Month(END, datetime(2031, 5, 1), datetime(2031, 5, 1))
ANNA, BORIS, CLARA = "anna", "boris", "clara"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = datetime(2031, 3, 10, 12)


def day(number: int, hour: int = 12) -> datetime:
	"""A moment of March 2031."""
	return datetime(2031, 3, number, hour)


def mark(task: str, user: str = BORIS, at: datetime = SOON, **values: Any) -> Mark:
	"""A task set by ANNA, agreed to, done on time after two days and accepted at once."""
	defaults: dict[str, Any] = {
		"rating": None,
		"assigner": ANNA,
		"project": None,
		"template": None,
		"priority": "Medium",
		"weight": 1.0,
		"given_at": at - 2 * DAY,
		"first_deadline": at + HOUR,
		"missed_at": None,
		"outcome": "Done",
		"agreement": "Accepted",
		"counted": 1,
		"timeliness": "On Time",
		"first_timeliness": "On Time",
		"fair_delay_minutes": 0,
		"first_fair_delay_minutes": 0,
		"late_days": 0,
		"early_minutes": 0,
		"first_delay_minutes": -1_000_000,
		"first_pass": 1,
		"reviewed_at": at + HOUR,
		"late_review": 0,
		"review_delay_minutes": 0,
	}
	return Mark(task=task, user=user, settled_at=at, **(defaults | values))


def late(task: str, days: int = 1, user: str = BORIS, at: datetime = SOON, **values: Any) -> Mark:
	"""A task that was submitted so many working days of eight hours too late."""
	delay = days * 480
	missed: dict[str, Any] = {
		"timeliness": "Late",
		"first_timeliness": "Late",
		"fair_delay_minutes": delay,
		"first_fair_delay_minutes": delay,
		"late_days": days,
		"first_deadline": at - days * DAY,
		"missed_at": at - days * DAY,
	}
	return mark(task, user, at, **(missed | values))


def rule(event: Event, amount: str | int = "5.00", name: str = "R1", **values: Any) -> Terms:
	"""A rule for everybody and every task, in force since long ago."""
	defaults: dict[str, Any] = {
		"version": 1,
		"since": datetime(2031, 1, 1),
		"amount_kind": amount_kinds(event)[0],
		"made_at": datetime(2031, 1, 1),
	}
	return Terms(rule=name, event=event, amount=Decimal(str(amount)), **(defaults | values))


def percent(event: Event, share: str | int, **values: Any) -> Terms:
	"""A rule that takes or gives a share of the bonus base."""
	return rule(event, share, amount_kind=AmountKind.PERCENT, **values)
