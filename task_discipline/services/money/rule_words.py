"""A rule as a sentence, so that nobody needs to read its fields."""

from collections.abc import Mapping

from frappe import _
from frappe.utils import cint, flt, fmt_money, format_date

from task_discipline.domain.award_terms import AmountKind, Clock, Event
from task_discipline.services.money import site, sums
from task_discipline.services.recipients import full_names

Values = Mapping[str, object]
_MOST_NAMED = 20


def number(value: object) -> str:
	"""A number in the site's own way of writing, without zeros behind the point."""
	return fmt_money(flt(value), precision=0 if flt(value) == int(flt(value)) else 2)


def summary(values: Values) -> str:
	"""What the rule does, for whom and how long, in one paragraph."""
	parts = [_what(values), _limits(values), _who(values), _tasks(values), _when(values)]
	if not cint(values.get("enabled")):
		parts.append(_("It is not enabled."))
	return " ".join(part for part in parts if part)


def _what(values: Values) -> str:
	event, money = Event(values["event"]), _amount(values)
	words = {
		Event.LATE: _late,
		Event.DAY_LATE: _days_late,
		Event.LATE_REVIEW: _late_review,
		Event.STREAK: _streak,
		Event.MOST_DONE: _most_done,
		Event.EARLY: _early,
		Event.FIRST_PASS: _first_pass,
	}
	return words[event](values, money)


def _late(values: Values, money: str) -> str:
	if values.get("clock") == Clock.FIRST.value:
		return _("A task late against the first deadline agreed{0} costs {1}.").format(_beyond(values), money)
	return _("A task late{0} costs {1}.").format(_beyond(values), money)


def _days_late(values: Values, money: str) -> str:
	return _("A task late{0} costs {1} per started working day.").format(_beyond(values), money)


def _late_review(values: Values, money: str) -> str:
	return _("A review late{0} costs the assigner {1}.").format(_beyond(values), money)


def _beyond(values: Values) -> str:
	minutes = cint(values.get("grace_minutes"))
	return " " + _("by more than {0} working minutes").format(minutes) if minutes else ""


def _streak(values: Values, money: str) -> str:
	return _("Every {0} tasks on time in a row, without a miss between them, bring {1}.").format(
		cint(values.get("streak_length")), money
	)


def _most_done(values: Values, money: str) -> str:
	return _(
		"Whoever does most on time in a month, heavy tasks counting for more, gets {0}; who is equal shares it."
	).format(money)


def _early(values: Values, money: str) -> str:
	return _(
		"A task finished and accepted that was submitted at least {0} hours early, also by its first deadline, brings {1}."
	).format(number(values.get("early_hours")), money)


def _first_pass(values: Values, money: str) -> str:
	return _("Whoever has at least {0} % of a month's tasks accepted at once gets {1}.").format(
		number(values.get("least_rate")), money
	)


def _amount(values: Values) -> str:
	if values["amount_kind"] == AmountKind.PERCENT.value:
		return _("{0} % of the bonus base").format(number(values["amount"]))
	return _money(values["amount"])


def _money(value: object) -> str:
	return sums.in_words(flt(value), _unit())


def _unit() -> str:
	return _(sums.POINTS) if site.mode() == site.IN_POINTS else site.unit()


def _limits(values: Values) -> str:
	limits = {
		"cap_per_task": _("{0} per task"),
		"cap_per_month": _("{0} per person and month"),
		"cap_per_person": _("{0} per person and calendar year"),
	}
	found = [words.format(_money(values[field])) for field, words in limits.items() if flt(values.get(field))]
	lines = [_("At most {0}.").format(", ".join(found))] if found else []
	if cint(values.get("least_sample")):
		lines.append(_("Only with at least {0} tasks in the month.").format(cint(values["least_sample"])))
	return " ".join(lines)


def _who(values: Values) -> str:
	if values.get("who") == "Team":
		return _of_team(values)
	if values.get("who") == "Person":
		people = [str(user) for user in values.get("people") or ()]
		called = full_names(people)
		return _("For {0}.").format(", ".join(called.get(user, user) for user in people) or "…")
	return _("For everybody.")


def _of_team(values: Values) -> str:
	team, people = str(values.get("team") or "…"), values.get("members")
	if not isinstance(people, list) or not people:
		return _("For the team {0}.").format(team)
	shown = people[:_MOST_NAMED]
	called = full_names(shown)
	names = ", ".join(called.get(user, user) for user in shown)
	if len(people) > len(shown):
		names = _("{0} and {1} more").format(names, len(people) - len(shown))
	return _("For the team {0}: {1}.").format(team, names)


def _tasks(values: Values) -> str:
	asked = {
		"project": _("of the project {0}"),
		"template": _("of the template {0}"),
		"priority": _("of the priority {0}"),
	}
	found = [words.format(_(str(values[field]))) for field, words in asked.items() if values.get(field)]
	return _("Only tasks {0}.").format(", ".join(found)) if found else ""


def _when(values: Values) -> str:
	begin, end = (
		format_date(values[field]) if values.get(field) else None for field in ("valid_from", "valid_until")
	)
	if begin and end:
		return _("From {0} until {1}.").format(begin, end)
	if begin:
		return _("From {0} on.").format(begin)
	return _("Until {0}.").format(end) if end else ""
