"""Where a person's day ends on his own clock, and in which part of it a task stands."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from task_discipline.domain.lifecycle import Status
from task_discipline.domain.my_day import Beside, Day, Group, day_at, place_of

UTC = ZoneInfo("UTC")
NOW = datetime(2026, 3, 4, 12)
DAY = Day(now=NOW, tomorrow=datetime(2026, 3, 5), afterwards=datetime(2026, 3, 12))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
	("zone", "now", "tomorrow", "afterwards"),
	[
		("UTC", "2026-03-04 12:00", "2026-03-05 00:00", "2026-03-12 00:00"),
		("UTC", "2026-03-04 00:00", "2026-03-05 00:00", "2026-03-12 00:00"),
		("Asia/Tokyo", "2026-03-04 14:59", "2026-03-04 15:00", "2026-03-11 15:00"),
		("Asia/Tokyo", "2026-03-04 15:00", "2026-03-05 15:00", "2026-03-12 15:00"),
		("Pacific/Honolulu", "2026-03-04 09:59", "2026-03-04 10:00", "2026-03-11 10:00"),
		# The clocks go forward within the week, so that it is an hour shorter.
		("Europe/Berlin", "2026-03-27 12:00", "2026-03-27 23:00", "2026-04-03 22:00"),
		("Europe/Berlin", "2026-03-29 12:00", "2026-03-29 22:00", "2026-04-05 22:00"),
	],
)
def test_a_day_ends_at_midnight_of_the_person(zone: str, now: str, tomorrow: str, afterwards: str) -> None:
	day = day_at(datetime.fromisoformat(now).replace(tzinfo=UTC), ZoneInfo(zone))
	bounds = [f"{bound.astimezone(UTC):%Y-%m-%d %H:%M}" for bound in (day.tomorrow, day.afterwards)]
	assert bounds == [tomorrow, afterwards]


@pytest.mark.parametrize(
	("status", "deadline", "place"),
	[
		(Status.NEW, NOW - timedelta(days=400), Group.OVERDUE),
		(Status.NEW, NOW, Group.OVERDUE),
		(Status.IN_PROGRESS, NOW + SECOND, Group.TODAY),
		(Status.NEW, DAY.tomorrow - SECOND, Group.TODAY),
		(Status.NEW, DAY.tomorrow, Group.NEXT),
		(Status.IN_PROGRESS, DAY.afterwards - SECOND, Group.NEXT),
		(Status.IN_PROGRESS, DAY.afterwards, Beside.LATER),
		(Status.NEW, None, Beside.UNDATED),
		(Status.ON_HOLD, NOW - SECOND, Beside.HELD),
		(Status.SUBMITTED, NOW - SECOND, Beside.SUBMITTED),
		(Status.DECLINED, NOW - SECOND, None),
		(Status.DONE, NOW - SECOND, None),
		(Status.CANCELLED, None, None),
	],
)
def test_place_of_a_task(status: Status, deadline: datetime | None, place: Group | Beside | None) -> None:
	assert place_of(status, deadline, DAY) is place
