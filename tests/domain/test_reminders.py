"""Which reminders a task asks for, when they go, and to whom."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.lifecycle import RUNNING_STATES, Status
from task_discipline.domain.reminder_policy import DEFAULT_RULES, Kind, Policy, Rule, Rung
from task_discipline.domain.reminder_times import Unit, not_earlier, not_later, shifted
from task_discipline.domain.reminders import (
	Facts,
	Planned,
	Void,
	candidates,
	passed_steps,
	plan,
	why_void,
)
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on, is_working

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(week=(((540, 780), (840, 1080)),) * 5 + ((),) * 2, zone=BERLIN, name="office")
NEVER = WorkCalendar(week=((),) * 7, zone=BERLIN, name="never")
PEOPLE = ("anna", "boris", "clara", "elena", "felix", "gustav")
CALENDARS = dict.fromkeys(PEOPLE, OFFICE)
CLOSED = (Status.DONE, Status.CANCELLED, Status.DECLINED)
_DAYS = {"Mon": 2, "Tue": 3, "Wed": 4, "Thu": 5, "Fri": 6, "Sat": 7, "Sun": 8}


def at(words: str) -> datetime:
	"""``Mon 09:00`` of the first week of March 2026, ``Mon+1`` of the second one."""
	day, clock = words.split()
	name, _plus, weeks = day.partition("+")
	hour, minute = clock.split(":")
	first = datetime(2026, 3, _DAYS[name], int(hour), int(minute), tzinfo=BERLIN)
	return first + timedelta(weeks=int(weeks or 0))


MONDAY = at("Mon 09:00")


def task(**fields: object) -> Facts:
	"""A running task of Boris, set by Anna on Monday morning and due on Friday evening."""
	given = {
		"task": "TD-1",
		"status": Status.IN_PROGRESS,
		"priority": "Medium",
		"assigner": "anna",
		"responsible": "boris",
		"since": MONDAY,
		"deadline": at("Fri 18:00"),
	}
	return Facts(**(given | fields))


def planned(
	facts: Facts, now: datetime = MONDAY, policy: Policy | None = None, **calendars: WorkCalendar
) -> list[str]:
	"""Each planned reminder in a word: kind, person, moment."""
	found = plan(facts, policy or Policy(), CALENDARS | calendars, now)
	return [f"{one.kind.value}: {one.user} {one.moment.astimezone(BERLIN):%a %H:%M}" for one in found]


def only(*kinds: Kind, **changes: object) -> Policy:
	return Policy(tuple(rule for rule in DEFAULT_RULES if rule.kind in kinds), **changes)


class TestWhatComesNext:
	def test_an_ordinary_task(self) -> None:
		assert planned(task()) == ["Before Deadline: boris Thu 17:30", "Deadline: boris Mon 09:00"]

	def test_everybody_who_works_on_it(self) -> None:
		found = planned(task(co_assignees=("clara",)), policy=only(Kind.DEADLINE))
		assert found == ["Deadline: boris Mon 09:00", "Deadline: clara Mon 09:00"]

	@pytest.mark.parametrize(
		("priority", "moments"),
		[("Low", 1), ("Medium", 1), ("High", 3), ("Urgent", 3)],
	)
	def test_the_more_urgent_the_more_often(self, priority: str, moments: int) -> None:
		assert len(planned(task(priority=priority), policy=only(Kind.BEFORE_DEADLINE))) == moments

	@pytest.mark.parametrize(
		("facts", "found"),
		[
			(
				{"status": Status.NEW, "deadline": None},
				["Not Accepted: boris Tue 09:00", "Not Accepted: anna Tue 09:00"],
			),
			({"status": Status.NEW, "deadline": None, "assigner": "boris"}, []),
			({"deadline": None, "requested_at": at("Wed 10:00")}, ["Deadline Request: anna Thu 10:00"]),
			(
				{"status": Status.ON_HOLD, "held_until": at("Sat 12:00")},
				["Wake-up: anna Mon 09:00", "Wake-up: boris Mon 09:00"],
			),
			({"status": Status.ON_HOLD}, []),
			({"status": Status.SUBMITTED, "review_due": at("Wed 12:00")}, ["Review Due: anna Wed 12:00"]),
			({"deadline": None, "steps": (("clara", at("Wed 00:00")),)}, ["Plan Step: clara Wed 09:00"]),
			({"deadline": None, "milestones": (("boris", at("Sun 00:00")),)}, ["Milestone: boris Mon 09:00"]),
			(
				{"deadline": None, "milestones": (("boris", at("Wed 00:00")), ("boris", at("Wed 00:00")))},
				["Milestone: boris Wed 09:00"],
			),
		],
	)
	def test_by_state(self, facts: dict[str, object], found: list[str]) -> None:
		assert planned(task(**facts)) == found

	@pytest.mark.parametrize("status", CLOSED)
	def test_nothing_of_a_closed_task(self, status: Status) -> None:
		facts = task(
			status=status,
			review_due=at("Wed 12:00"),
			held_until=at("Wed 12:00"),
			requested_at=MONDAY,
			steps=(("boris", at("Wed 00:00")),),
		)
		assert candidates(facts, Policy(), CALENDARS, at("Mon+1 12:00")) == []

	def test_what_was_sent_is_not_planned_again(self) -> None:
		facts = task()
		first = plan(facts, Policy(), CALENDARS, MONDAY)
		told = frozenset(one.key for one in first)
		assert plan(replace(facts, told=told), Policy(), CALENDARS, MONDAY) == ()

	def test_a_moved_deadline_is_reminded_of_anew(self) -> None:
		first = plan(task(), Policy(), CALENDARS, MONDAY)
		moved = task(deadline=at("Wed+1 18:00"), told=frozenset(one.key for one in first))
		assert planned(moved) == ["Before Deadline: boris Tue 17:30", "Deadline: boris Thu 09:00"]

	def test_too_late_for_the_first_one(self) -> None:
		assert planned(task(), now=at("Fri 12:00")) == ["Deadline: boris Mon 09:00"]


class TestDecentHours:
	@pytest.mark.parametrize(
		("deadline", "found"),
		[
			("Wed 12:00", ["Before Deadline: boris Tue 12:00", "Deadline: boris Wed 12:00"]),
			("Wed 23:00", ["Before Deadline: boris Tue 17:30", "Deadline: boris Thu 09:00"]),
			("Sat 12:00", ["Before Deadline: boris Fri 12:00", "Deadline: boris Mon 09:00"]),
			("Wed 13:30", ["Before Deadline: boris Tue 12:30", "Deadline: boris Wed 14:00"]),
		],
	)
	def test_back_before_a_date_and_forward_after_it(self, deadline: str, found: list[str]) -> None:
		assert planned(task(deadline=at(deadline))) == found

	def test_an_absence_moves_the_reminder_before_it(self) -> None:
		away = closed_on(OFFICE, [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)])
		assert planned(task(), boris=away) == [
			"Before Deadline: boris Tue 17:30",
			"Deadline: boris Mon 09:00",
		]

	def test_the_zone_is_the_recipients(self) -> None:
		tokyo = replace(OFFICE, zone=ZoneInfo("Asia/Tokyo"))
		found = plan(
			task(deadline=at("Wed 18:00")), only(Kind.DEADLINE), CALENDARS | {"boris": tokyo}, MONDAY
		)
		assert [f"{one.moment.astimezone(tokyo.zone):%a %H:%M}" for one in found] == ["Thu 09:00"]

	def test_kinds_marked_as_always_stay(self) -> None:
		rules = tuple(replace(rule, always=True) for rule in DEFAULT_RULES if rule.kind is Kind.DEADLINE)
		assert planned(task(), policy=Policy(rules)) == ["Deadline: boris Fri 18:00"]

	def test_no_working_time_in_sight(self) -> None:
		found = planned(task(), boris=NEVER)
		assert found == ["Before Deadline: boris Thu 18:00", "Deadline: boris Fri 18:00"]

	def test_without_a_calendar_days_begin_in_the_morning(self) -> None:
		facts = task(deadline=None, steps=(("boris", at("Sun 00:00")),))
		everywhen = replace(ALWAYS, zone=BERLIN)
		assert planned(facts, boris=everywhen) == ["Plan Step: boris Sun 09:00"]
		assert planned(facts, policy=Policy(morning_hour=7), boris=everywhen) == [
			"Plan Step: boris Sun 07:00"
		]


def dealt_with(facts: Facts, *sent: Planned) -> Facts:
	return replace(facts, told=facts.told | {one.key for one in sent})


class TestRepeats:
	def test_again_every_so_many_working_days_and_not_for_ever(self) -> None:
		facts, now, moments = task(), at("Fri 18:01"), []
		policy = Policy((Rule(Kind.OVERDUE, 2, Unit.WORKING_DAYS),), most_repeats=4)
		while found := plan(facts, policy, CALENDARS, now):
			moments.append(f"{found[0].moment.astimezone(BERLIN):%d %H:%M}")
			facts, now = dealt_with(facts, *found), found[0].moment + timedelta(minutes=1)
		assert moments == ["11 09:00", "13 09:00", "17 09:00", "19 09:00"]

	def test_those_missed_meanwhile_collapse_to_one(self) -> None:
		facts = task()
		first = plan(facts, only(Kind.OVERDUE), CALENDARS, at("Fri 18:01"))
		after_an_outage = at("Thu+1 12:00")
		still_asked = {one.key for one in candidates(facts, only(Kind.OVERDUE), CALENDARS, after_an_outage)}
		assert first[0].key in still_asked
		later = plan(dealt_with(facts, *first), only(Kind.OVERDUE), CALENDARS, after_an_outage)
		assert [f"{one.moment:%d %H:%M}" for one in later] == ["13 09:00"]

	def test_the_assigner_who_does_not_review(self) -> None:
		facts = task(status=Status.SUBMITTED, review_due=at("Wed 12:00"))
		assert planned(facts, now=at("Wed 12:01")) == ["Review Overdue: anna Thu 12:00"]


class TestLadder:
	FACTS = task(heads=("elena",), managers=("felix", "gustav"))
	POLICY = only(Kind.ESCALATION)

	def climb(self, facts: Facts) -> list[str]:
		now, told = at("Fri 18:01"), []
		while found := plan(facts, self.POLICY, CALENDARS, now):
			told.append(" ".join(f"{one.user} {one.moment.astimezone(BERLIN):%a %d %H:%M}" for one in found))
			facts, now = dealt_with(facts, *found), max(one.moment for one in found) + timedelta(minutes=1)
		return told

	def test_each_step_once_in_working_time(self) -> None:
		steps = ["anna Tue 10 09:00", "elena Wed 11 09:00", "felix Mon 16 09:00 gustav Mon 16 09:00"]
		assert self.climb(self.FACTS) == steps

	def test_nobody_twice(self) -> None:
		facts = replace(self.FACTS, assigner="elena", managers=("elena", "boris", "gustav"))
		assert self.climb(facts) == ["elena Tue 10 09:00", "gustav Mon 16 09:00"]

	def test_who_answers_for_it_is_no_step_of_it(self) -> None:
		facts = replace(self.FACTS, assigner="boris", heads=("boris",), managers=())
		assert self.climb(facts) == []

	def test_half_of_a_step_is_still_asked_for(self) -> None:
		"""One manager was told in one transaction; the other one stands in the next."""
		now = at("Mon+2 12:00")
		told = {
			("anna", Kind.ESCALATION, self.FACTS.deadline, "Assigner"),
			("elena", Kind.ESCALATION, self.FACTS.deadline, "Head"),
			("felix", Kind.ESCALATION, self.FACTS.deadline, "Managers"),
		}
		facts = replace(self.FACTS, told=frozenset(told))
		found = {one.key for one in candidates(facts, self.POLICY, CALENDARS, now)}
		assert ("gustav", Kind.ESCALATION, facts.deadline, "Managers") in found

	def test_a_step_missed_meanwhile_is_taken_now(self) -> None:
		now = at("Wed+1 12:00")
		told = dealt_with(self.FACTS, Planned("anna", Kind.ESCALATION, now, self.FACTS.deadline, "Assigner"))
		assert planned(told, now, self.POLICY) == ["Escalation: elena Wed 12:00"]

	def test_time_counts_from_when_the_work_came_back(self) -> None:
		returned = replace(self.FACTS, since=at("Wed+1 09:00"))
		assert planned(returned, at("Wed+1 09:01"), self.POLICY) == ["Escalation: anna Thu 09:00"]

	def test_of_history_put_on_record_later_nobody_is_told(self) -> None:
		passed = passed_steps(self.FACTS, self.POLICY, CALENDARS, at("Wed+1 12:00"))
		assert [one.user for one in passed] == ["anna", "elena"]


STATES = st.sampled_from(list(Status))
HOURS = st.integers(-400, 400).map(lambda hours: MONDAY + timedelta(hours=hours))
CALENDAR = st.sampled_from(
	[OFFICE, NEVER, replace(ALWAYS, zone=BERLIN), replace(OFFICE, zone=ZoneInfo("Pacific/Auckland"))]
)
TASKS = st.builds(
	task,
	status=STATES,
	priority=st.sampled_from(["Low", "Medium", "High", "Urgent"]),
	since=HOURS,
	deadline=st.none() | HOURS,
	review_due=st.none() | HOURS,
	held_until=st.none() | HOURS,
	requested_at=st.none() | HOURS,
	steps=st.lists(st.tuples(st.sampled_from(PEOPLE), st.just(at("Wed 00:00")))).map(tuple),
	co_assignees=st.sampled_from([(), ("clara",)]),
	heads=st.sampled_from([(), ("elena",)]),
	managers=st.sampled_from([(), ("felix", "gustav")]),
)


@given(TASKS, HOURS, CALENDAR, CALENDAR)
def test_never_early_never_for_closed_and_each_once(
	facts: Facts, now: datetime, his: WorkCalendar, theirs: WorkCalendar
) -> None:
	calendars = dict.fromkeys(PEOPLE, theirs) | {"boris": his}
	found = plan(facts, Policy(), calendars, now)
	assert not (found and facts.status in CLOSED)
	assert len({one.key for one in found}) == len(found)
	for one in found:
		assert one.moment >= now
		if one.kind is Kind.BEFORE_DEADLINE:
			assert one.moment < facts.deadline
		elif one.kind in (Kind.STEP, Kind.MILESTONE):
			# A day begins where the person is.
			assert one.moment.astimezone(calendars[one.user].zone).date() >= one.about.date()
		else:
			assert one.moment >= one.about
		if one.kind in (Kind.OVERDUE, Kind.ESCALATION):
			assert facts.status in RUNNING_STATES


@given(TASKS, HOURS)
def test_everything_goes_in_working_time(facts: Facts, now: datetime) -> None:
	assert all(is_working(OFFICE, one.moment) for one in plan(facts, Policy(), CALENDARS, now))


@given(HOURS, CALENDAR, st.integers(1, 30), st.sampled_from(list(Unit)))
def test_offsets_lie_on_their_side(moment: datetime, calendar: WorkCalendar, amount: int, unit: Unit) -> None:
	assert not_later(calendar, shifted(calendar, moment, -amount, unit)) < moment
	assert not_earlier(calendar, shifted(calendar, moment, amount, unit)) > moment


@pytest.mark.parametrize(
	("row", "facts", "why"),
	[
		(("boris", Kind.DEADLINE, at("Fri 18:00")), task(status=Status.DONE), Void.CLOSED),
		(("boris", Kind.DEADLINE, at("Fri 18:00")), task(status=Status.SUBMITTED), Void.STATE),
		(("boris", Kind.DEADLINE, at("Fri 18:00")), task(status=Status.ON_HOLD), Void.STATE),
		(("boris", Kind.DEADLINE, at("Thu 18:00")), task(), Void.MOVED),
		(("clara", Kind.DEADLINE, at("Fri 18:00")), task(), Void.LEFT),
		(("boris", Kind.OVERDUE, at("Fri 18:00")), task(), Void.OFF),
		(("boris", Kind.DEADLINE, at("Fri 18:00")), task(deadline=None), Void.OFF),
	],
)
def test_why_a_reminder_does_not_go(row: tuple[str, Kind, datetime], facts: Facts, why: Void) -> None:
	assert why_void(*row, facts, candidates(facts, Policy(), CALENDARS, MONDAY)) is why


def test_rules_are_taken_by_their_distance() -> None:
	rules = (
		Rule(Kind.ESCALATION, 2, Unit.WORKING_DAYS, tell=Rung.HEAD),
		Rule(Kind.ESCALATION, 8, tell=Rung.ASSIGNER),
	)
	assert [rule.tell for rule in Policy(rules).of(Kind.ESCALATION, "Low")] == [Rung.ASSIGNER, Rung.HEAD]


@pytest.mark.parametrize(
	("deadline", "hours"), [(datetime(2031, 3, 30, 3, 30), 2), (datetime(2031, 10, 26, 3, 30), 4)]
)
def test_22_hours_are_those_that_pass_when_the_clocks_change(deadline: datetime, hours: int) -> None:
	moment = shifted(ALWAYS, deadline.replace(tzinfo=BERLIN), -hours, Unit.HOURS)
	assert moment == deadline.replace(hour=0, tzinfo=BERLIN)
