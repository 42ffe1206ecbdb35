"""When a digest goes: never before its hour, on working days only, late or not at all after an outage."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from task_discipline.domain.digest import Verdict, Wish, turn_at
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

BERLIN, NEW_YORK, AUCKLAND = (
	ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Pacific/Auckland")
)
OFFICE = WorkCalendar(week=(((540, 780), (840, 1080)),) * 5 + ((),) * 2, zone=BERLIN)
"""Nine to one and two to six, Monday to Friday."""
NIGHT = WorkCalendar(week=(((1320, 1800),),) * 5 + ((),) * 2, zone=BERLIN)
"""From ten in the evening to six in the morning."""
NEVER_PAUSES = replace(ALWAYS, zone=BERLIN)
ON_LEAVE = closed_on(OFFICE, [date(2031, 3, 4)])
TUESDAY, SATURDAY = date(2031, 3, 4), date(2031, 3, 8)
AT_BEGIN = Wish(None, BERLIN)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
	return datetime.fromisoformat(f"2031-03-{text}").replace(tzinfo=zone)


MOMENTS = {
	"a minute before work begins": (OFFICE, AT_BEGIN, "04 08:59", None),
	"when work begins": (OFFICE, AT_BEGIN, "04 09:00", (TUESDAY, Verdict.SEND)),
	"two turns of the job later": (OFFICE, AT_BEGIN, "04 09:30", (TUESDAY, Verdict.SEND)),
	"after three missed turns": (OFFICE, AT_BEGIN, "04 09:45", (TUESDAY, Verdict.LATE)),
	"in the last minute of work": (OFFICE, AT_BEGIN, "04 17:59", (TUESDAY, Verdict.LATE)),
	"when work ends": (OFFICE, AT_BEGIN, "04 18:00", (TUESDAY, Verdict.OVER)),
	"shortly before midnight": (OFFICE, AT_BEGIN, "04 23:59", (TUESDAY, Verdict.OVER)),
	"what yesterday missed is told to nobody": (OFFICE, AT_BEGIN, "05 08:00", None),
	"a day off before the morning": (OFFICE, AT_BEGIN, "08 08:59", None),
	"a day off": (OFFICE, AT_BEGIN, "08 09:00", (SATURDAY, Verdict.DAY_OFF)),
	"on leave": (ON_LEAVE, AT_BEGIN, "04 10:00", (TUESDAY, Verdict.DAY_OFF)),
	"an hour before work": (OFFICE, Wish(7, BERLIN), "04 07:00", (TUESDAY, Verdict.SEND)),
	"not before the hour": (OFFICE, Wish(12, BERLIN), "04 11:59", None),
	"an hour after work": (OFFICE, Wish(20, BERLIN), "04 20:15", (TUESDAY, Verdict.SEND)),
	"an hour after work, and over": (OFFICE, Wish(20, BERLIN), "04 22:00", (TUESDAY, Verdict.OVER)),
	"an hour by the clock of the west": (OFFICE, Wish(9, NEW_YORK), "04 15:00", (TUESDAY, Verdict.SEND)),
	"an hour by the clock of the east": (OFFICE, Wish(9, AUCKLAND), "03 21:00", (TUESDAY, Verdict.SEND)),
	"a night's work begins": (NIGHT, AT_BEGIN, "04 22:00", (TUESDAY, Verdict.SEND)),
	"in the night after midnight": (NIGHT, AT_BEGIN, "05 05:59", (TUESDAY, Verdict.LATE)),
	"the night is over": (NIGHT, AT_BEGIN, "05 06:00", (TUESDAY, Verdict.OVER)),
	"who never pauses is told in the morning": (NEVER_PAUSES, AT_BEGIN, "04 09:00", (TUESDAY, Verdict.SEND)),
	"and not at midnight": (NEVER_PAUSES, AT_BEGIN, "04 00:00", None),
	"the clocks go forward that night": (NIGHT, AT_BEGIN, "29 00:30", (date(2031, 3, 28), Verdict.LATE)),
}


@pytest.mark.parametrize(("calendar", "wish", "now", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_what_becomes_of_the_digest(
	calendar: WorkCalendar, wish: Wish, now: str, expected: tuple[date, Verdict] | None
) -> None:
	turn = turn_at(at(now), calendar, wish, morning_hour=9)
	assert (turn and (turn.day, turn.verdict)) == expected


@pytest.mark.parametrize(
	"wish", [AT_BEGIN, Wish(7, BERLIN), Wish(9, AUCKLAND), Wish(22, NEW_YORK), Wish(0, BERLIN)]
)
@pytest.mark.parametrize("calendar", [OFFICE, NIGHT, NEVER_PAUSES, ON_LEAVE])
def test_a_healthy_scheduler_misses_no_working_day_and_is_never_early(
	calendar: WorkCalendar, wish: Wish
) -> None:
	seen: dict[date, Verdict] = {}
	for quarter in range(14 * 96):
		now = datetime.fromtimestamp(at("01 00:00").timestamp() + quarter * 900, BERLIN)
		turn = turn_at(now, calendar, wish, morning_hour=9)
		if turn:
			assert turn.due <= now
			seen.setdefault(turn.day, turn.verdict)
	for day in (date(2031, 3, number) for number in range(3, 14)):
		working = bool(calendar.shifts_on(day))
		assert seen[day] is (Verdict.SEND if working else Verdict.DAY_OFF), day
