"""Says a rating in sentences and sums, in the reader's language and time zone, so that anybody can check it by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _lt
from frappe.utils import format_datetime, get_datetime, get_system_timezone

from task_discipline.services.languages import filled

Row = Mapping[str, object]
Said = dict[str, object]
_MINUS, _SUM = "minus", "sum"

_VERDICTS = {
	"Early": _lt("{0} before it, by the clock on the wall"),
	"On Time": _lt("nothing counts against the person"),
	"Late": _lt("{0} of working time after it"),
}
_VERDICT_PLACES = (
	(_lt("Against the deadline in force"), "timeliness", "fair_delay_minutes", "delay_minutes"),
	(
		_lt("Against the first deadline"),
		"first_timeliness",
		"first_fair_delay_minutes",
		"first_delay_minutes",
	),
)
_UNTIL = {
	"": _lt("Working time from the deadline until now"),
	"Submitted": _lt("Working time from the deadline to the submission"),
	"Done": _lt("Working time from the deadline to the submission"),
	"Handed Over": _lt("Working time from the deadline until the task went to somebody else"),
	"Cancelled": _lt("Working time from the deadline to the cancellation"),
}
_UNTIL_MOVED = _lt("Working time from the deadline until it was moved")
_CAUSES = {
	"hold": _lt("On hold from {0} to {1}"),
	"review": _lt("Under review from {0} to {1}"),
	"done": _lt("Taken for done from {0} to {1}"),
	"declined": _lt("Given back to the assigner from {0} to {1}"),
	"waiting": _lt("Waiting for other tasks from {0} to {1}"),
	"elsewhere": _lt("With somebody else from {0} to {1}"),
	"absence": _lt("Away from {0} to {1}"),
	"outage": _lt("The system did not work from {0} to {1}"),
	"hopeless": _lt(
		"The deadline could not be kept, nobody had agreed to it, and it was put off: from {0} to {1}"
	),
	"question": _lt("Waiting for an answer from {0} to {1}"),
	"made_late": _lt("The system made the task too late: lost from {0} to {1}"),
}
_OVERLAP = _lt("{0} more of it stand in another line")
_AGREEMENTS = {
	"Accepted": _lt("The person has agreed to the deadline in force."),
	"Own Proposal": _lt("The deadline in force is the one that the person asked for."),
	"Silence": _lt("The person has said nothing against the deadline in force, which counts as agreed."),
	"Not Agreed": _lt("The person has not agreed to the deadline in force: no fine comes of it."),
}
_LEFT_OUT = {
	"Self-assigned": _lt("Not counted: a task that a person sets to themselves."),
	"Cancelled": _lt("Not counted: the task was cancelled."),
	"No Deadline": _lt("Not counted: the task had no deadline."),
	"Impossible": _lt(
		"Not counted: it could not be done in time, and the person has not taken it on all the same."
	),
}
_IMPOSSIBLE = {
	"short_notice": _lt("There was little working time until the deadline when the task was given."),
	"absent_at_deadline": _lt(
		"When the task was given, the person was to be away on the day of the deadline."
	),
	"lapsed": _lt("The deadline had passed already when the task was given."),
}
_REVIEW = _lt("Submitted {0}, judged {1}: {2} of the assigner's working time. It was due {3}.")
_REVIEW_LATE = _lt(
	"Submitted {0}, judged {1}: {2} of the assigner's working time. It was due {3}, so late by {4}."
)


def explain(row: Row) -> Said:
	"""Everything there is to say about a rating: verdicts, one block of sums for each deadline, and remarks."""
	lines = [(str(code), list(values)) for code, values in frappe.parse_json(row["explanation"] or "[]")]
	return {
		"user": row["user"],
		"outcome": row["outcome"],
		"is_late": "Late" in (row["timeliness"], row["first_timeliness"]),
		"verdicts": _verdicts(row),
		"blocks": [*_clocks(row, lines), *_first(row, lines)],
		"remarks": _remarks(row, lines),
	}


def _verdicts(row: Row) -> list[Said]:
	return [
		{
			"title": str(title),
			"timeliness": row[verdict],
			"words": _verdict(str(row[verdict]), row[fair], row[raw]),
		}
		for title, verdict, fair, raw in _VERDICT_PLACES
		if row[verdict]
	]


def _verdict(timeliness: str, fair: object, raw: object) -> str:
	amount = fair if timeliness == "Late" else -int(str(raw))
	return filled(_VERDICTS[timeliness], duration(amount))


def _clocks(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[Said]:
	"""One block for each deadline that was in force: what lies after it, what is taken off, what is left."""
	blocks: list[Said] = []
	several = sum(code == "clock" for code, _values in lines) > 1
	for code, values in lines:
		if code == "clock":
			blocks.append(_clock(row, values, several))
		elif code in _CAUSES and blocks:
			blocks[-1]["lines"].append(_deduction(code, values))
	return [_summed(block) for block in blocks]


def _clock(row: Row, values: Sequence[object], several: bool) -> Said:
	begin, end, deadline, worked, fair, is_replaced = values
	until = _UNTIL_MOVED if is_replaced else _UNTIL[str(row["outcome"] or "")]
	title = filled(_lt("Deadline {0}"), moment(deadline)) if deadline else str(_lt("No deadline"))
	if several:
		title += " · " + filled(_lt("in force from {0} to {1}"), moment(begin), moment(end))
	return {"title": title, "worked": worked, "fair": fair, "lines": [_line(str(until), worked)]}


def _deduction(code: str, values: Sequence[object]) -> Said:
	begin, end, minutes, overlap = values
	words = filled(_CAUSES[code], moment(begin), moment(end))
	if overlap:
		words += " (" + filled(_OVERLAP, duration(overlap)) + ")"
	return _line(words, minutes, _MINUS)


def _summed(block: Said) -> Said:
	"""A block with its sum. Where nothing lies after the deadline there is nothing to take anything off."""
	worked, fair = block.pop("worked"), block.pop("fair")
	if not worked:
		return block | {"lines": [_line(str(_lt("No working time after this deadline")), 0, _SUM)]}
	left = _line(str(_lt("Fair delay")), fair, _SUM)
	return block | {"lines": [*block["lines"], left]}


def _first(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[Said]:
	"""The block of the first deadline, where it was moved."""
	found = next((values for code, values in lines if code == "first"), None)
	if not found:
		return []
	_begin, _end, deadline, worked, fair, deducted = found
	title = filled(_lt("First deadline {0}"), moment(deadline))
	taken = [_line(str(_lt("Taken off, as above")), deducted, _MINUS)] if deducted and worked else []
	until = _line(str(_UNTIL[str(row["outcome"] or "")]), worked)
	return [_summed({"title": title, "worked": worked, "fair": fair, "lines": [until, *taken]})]


def _remarks(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[str]:
	found = [*_together(row, lines), *_days(row, lines), *_impossible(row, lines)]
	if row["timeliness"] and row["left_out"] != "Self-assigned":
		found.append(str(_AGREEMENTS[str(row["agreement"])]))
	return [*found, *(_review(values) for code, values in lines if code == "judged")]


def _together(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[str]:
	late = [values for code, values in lines if code == "clock" and values[4]]
	words = _lt("Fair delay under all deadlines together: {0}.")
	return [filled(words, duration(row["fair_delay_minutes"]))] if len(late) > 1 else []


def _days(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[str]:
	return [
		filled(
			_lt("Working days late, each started one counted: {0}, of {1} each."),
			row["late_days"],
			duration(values[0]),
		)
		for code, values in lines
		if code == "day"
	]


def _impossible(row: Row, lines: Sequence[tuple[str, list[object]]]) -> list[str]:
	left_out = [str(_LEFT_OUT[str(row["left_out"])])] if row["left_out"] else []
	why = [str(_IMPOSSIBLE[str(values[0])]) for code, values in lines if code == "impossible"]
	return [*left_out, *why]


def _review(values: Sequence[object]) -> str:
	submitted, due, decided, minutes, late = values
	words = moment(submitted), moment(decided), duration(minutes), moment(due)
	return filled(_REVIEW_LATE, *words, duration(late)) if late else filled(_REVIEW, *words)


def _line(words: str, minutes: object, kind: str = "") -> Said:
	return {"words": words, "amount": duration(minutes), "kind": kind}


def duration(minutes: object) -> str:
	"""``1 h 5 min``; never days, which are longer for some people than for others."""
	hours, rest = divmod(abs(int(str(minutes))), 60)
	if not hours:
		return filled(_lt("{0} min"), rest)
	return filled(_lt("{0} h {1} min"), hours, rest) if rest else filled(_lt("{0} h"), hours)


def moment(stored: object) -> str:
	"""A moment of the site in the reader's own time zone and language."""
	zone = frappe.get_cached_value("User", frappe.session.user, "time_zone") or get_system_timezone()
	at: datetime = get_datetime(str(stored))
	there = at.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(ZoneInfo(zone))
	return format_datetime(there.replace(tzinfo=None), "EEE d MMM yyyy HH:mm")
