"""The life of a person's month, as a table: who may do what, when, and why not."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.statements import (
	Actor,
	Next,
	Refusal,
	Standing,
	State,
	Step,
	answer_due,
	ends,
	first_of,
	payable,
	possible,
	refusal,
	totals,
	waits_for,
)

PERIOD = date(2026, 10, 1)
NOW = datetime(2026, 11, 10, 12)
IN_TIME, PASSED = NOW + timedelta(days=1), NOW - timedelta(days=1)
PERSON = Actor(is_person=True, is_manager=False)
MANAGER = Actor(is_person=False, is_manager=True)
HIMSELF = Actor(is_person=True, is_manager=True)
ROOT = Actor(is_person=True, is_manager=True, is_administrator=True)
STRANGER = Actor(is_person=False, is_manager=False)

DRAFT = Standing(State.DRAFT, PERIOD)
RUNNING = Standing(State.DRAFT, date(2026, 11, 1))
PREVIEW = Standing(State.DRAFT, PERIOD, drafted_at=datetime(2026, 10, 31, 23, 59))
SHOWN = Standing(State.SHOWN, PERIOD, IN_TIME)
SILENT = Standing(State.SHOWN, PERIOD, PASSED)
AGREED = Standing(State.AGREED, PERIOD, IN_TIME)
OBJECTED = Standing(State.OBJECTED, PERIOD, IN_TIME)
DECIDED = Standing(State.OBJECTED, PERIOD, IN_TIME, is_decided=True)
CLOSED = Standing(State.CLOSED, PERIOD, PASSED)

SHOW, AGREE, OBJECT, DECIDE, CLOSE = Step


@pytest.mark.parametrize(
	("standing", "person", "manager"),
	[
		(DRAFT, [], [SHOW]),
		(RUNNING, [], []),
		(SHOWN, [AGREE, OBJECT], []),
		(SILENT, [AGREE], [CLOSE]),
		(AGREED, [], [CLOSE]),
		(OBJECTED, [AGREE], [DECIDE]),
		(DECIDED, [AGREE], [CLOSE]),
		(CLOSED, [], []),
	],
)
def test_who_may_do_what(standing: Standing, person: list[Step], manager: list[Step]) -> None:
	assert possible(standing, PERSON, NOW) == person
	assert possible(standing, MANAGER, NOW) == manager
	assert possible(standing, STRANGER, NOW) == []


@pytest.mark.parametrize(
	("step", "standing", "actor", "why"),
	[
		(SHOW, DRAFT, PERSON, Refusal.NOT_A_MANAGER),
		(SHOW, RUNNING, MANAGER, Refusal.MONTH_RUNS),
		(SHOW, SHOWN, MANAGER, Refusal.ALREADY_SHOWN),
		(AGREE, SHOWN, MANAGER, Refusal.NOT_YOURS),
		(AGREE, DRAFT, PERSON, Refusal.NOT_SHOWN),
		(AGREE, AGREED, PERSON, Refusal.ALREADY_AGREED),
		(OBJECT, AGREED, PERSON, Refusal.ALREADY_AGREED),
		(OBJECT, OBJECTED, PERSON, Refusal.ALREADY_OBJECTED),
		(OBJECT, SILENT, PERSON, Refusal.TOO_LATE),
		(DECIDE, SHOWN, MANAGER, Refusal.NO_OBJECTION),
		(DECIDE, DECIDED, MANAGER, Refusal.ALREADY_DECIDED),
		(DECIDE, OBJECTED, HIMSELF, Refusal.OWN_OBJECTION),
		(DECIDE, OBJECTED, ROOT, None),
		(CLOSE, DRAFT, MANAGER, Refusal.NOT_SHOWN),
		(CLOSE, SHOWN, MANAGER, Refusal.STILL_TIME),
		(CLOSE, OBJECTED, MANAGER, Refusal.NOT_DECIDED),
		*((step, CLOSED, HIMSELF, Refusal.CLOSED) for step in (SHOW, AGREE, OBJECT)),
		(CLOSE, CLOSED, MANAGER, Refusal.CLOSED),
		(CLOSE, AGREED, HIMSELF, Refusal.OWN_MONTH),
		(CLOSE, AGREED, ROOT, None),
		(SHOW, PREVIEW, MANAGER, Refusal.PREVIEW),
	],
)
def test_why_not(step: Step, standing: Standing, actor: Actor, why: Refusal | None) -> None:
	assert refusal(step, standing, actor, NOW) is why


@pytest.mark.parametrize(
	("standing", "next_step"),
	[
		(RUNNING, Next.MONTH_END),
		(DRAFT, Next.SHOWING),
		(SHOWN, Next.ANSWER),
		(SILENT, Next.CLOSING_UNANSWERED),
		(OBJECTED, Next.DECISION),
		(DECIDED, Next.CLOSING),
		(AGREED, Next.CLOSING),
		(CLOSED, Next.NOTHING),
	],
)
def test_what_it_waits_for(standing: Standing, next_step: Next) -> None:
	assert waits_for(standing, NOW) is next_step


def test_the_last_moment_for_an_answer_counts() -> None:
	shown = datetime(2026, 11, 10, 8, 30)
	due = answer_due(shown, 5)
	assert due == datetime(2026, 11, 15, 23, 59, 59)
	standing = Standing(State.SHOWN, PERIOD, due)
	assert refusal(OBJECT, standing, PERSON, due) is None
	assert refusal(CLOSE, standing, MANAGER, due) is Refusal.STILL_TIME
	assert refusal(CLOSE, standing, MANAGER, due + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
	("day", "period", "over"),
	[
		(date(2026, 12, 31), date(2026, 12, 1), datetime(2027, 1, 1)),
		(date(2028, 2, 29), date(2028, 2, 1), datetime(2028, 3, 1)),
		(date(2026, 1, 1), date(2026, 1, 1), datetime(2026, 2, 1)),
	],
)
def test_months_begin_and_end(day: date, period: date, over: datetime) -> None:
	assert first_of(day) == period
	assert ends(period) == over


_CENTS = st.integers(-1_000_000, 1_000_000).map(lambda cents: cents / 100)
_ROWS = st.lists(st.tuples(st.sampled_from(["Fine", "Reward"]), _CENTS), max_size=60)


@given(_ROWS)
def test_totals_are_the_sum_of_the_rows(rows: list[tuple[str, float]]) -> None:
	found = totals(rows)
	cents = [(kind, round(amount * 100)) for kind, amount in rows]
	assert found.entries == len(rows)
	assert round(found.net * 100) == sum(amount for _kind, amount in cents)
	assert round(found.fines * 100) == sum(amount for kind, amount in cents if kind == "Fine")


@given(_CENTS, _CENTS)
def test_what_payroll_takes_off_and_adds_is_the_net(fines: float, rewards: float) -> None:
	off, added = payable(fines, rewards)
	assert off >= 0 and added >= 0
	assert round(added - off, 2) == round(fines + rewards, 2)


@pytest.mark.parametrize(
	("fines", "rewards", "off", "added"),
	[(-50, 20, 50, 20), (-50, 0, 50, 0), (30, 20, 0, 50), (0, -5, 5, 0), (0, 0, 0, 0)],
)
def test_each_sign_goes_its_own_way(fines: float, rewards: float, off: float, added: float) -> None:
	assert payable(fines, rewards) == (off, added)
