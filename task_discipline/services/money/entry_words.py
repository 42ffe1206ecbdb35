"""Why an entry says what it says, line by line and with the sums, in the reader's language."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from frappe import _

from task_discipline.services.money import sums

_HOUR = 60
Figures = Mapping[str, object]


def lines(explanation: str | None, unit: str | None) -> list[str]:
	"""The explanation of an entry as sentences; empty for one that a person has written, whose reason stands beside it."""
	found = json.loads(explanation) if explanation else []
	return [_SAID[code](figures, unit or "") for code, figures in found if code in _SAID]


def _money(figures: Figures, name: str, unit: str) -> str:
	return sums.in_words(float(str(figures[name])), unit)


def _span(minutes: object) -> str:
	hours, rest = divmod(int(str(minutes)), _HOUR)
	if not hours:
		return _("{0} min").format(rest)
	return _("{0} h {1} min").format(hours, rest) if rest else _("{0} h").format(hours)


def _open(figures: Figures, unit: str) -> str:
	return _("The task was still open when the month was counted; what comes later counts in later months")


def _late(figures: Figures, unit: str) -> str:
	return _("Late by {0} of working time, all deductions made").format(_span(figures["minutes"]))


def _late_first(figures: Figures, unit: str) -> str:
	return _("Late by {0} of working time against the first deadline agreed, all deductions made").format(
		_span(figures["minutes"])
	)


def _late_review(figures: Figures, unit: str) -> str:
	return _("Reviewed {0} of working time too late").format(_span(figures["minutes"]))


def _unreviewed(figures: Figures, unit: str) -> str:
	return _("Not reviewed when the month was counted, {0} of working time after it was due").format(
		_span(figures["minutes"])
	)


def _grace(figures: Figures, unit: str) -> str:
	return _("More than the {0} that cost nothing").format(_span(figures["minutes"]))


def _early(figures: Figures, unit: str) -> str:
	return _("Submitted {0} early; at least {1} were asked for").format(
		_span(figures["minutes"]), _span(figures["least"])
	)


def _early_first(figures: Figures, unit: str) -> str:
	return _("Submitted {0} before the first deadline agreed; at least {1} were asked for").format(
		_span(figures["minutes"]), _span(figures["least"])
	)


def _streak(figures: Figures, unit: str) -> str:
	return _("{0} tasks on time in a row; each {1} of them count").format(figures["run"], figures["length"])


def _most_done(figures: Figures, unit: str) -> str:
	return _("The most on time of {0} people: {1} tasks, weighing {2} together").format(
		figures["among"], figures["tasks"], figures["weight"]
	)


def _first_pass(figures: Figures, unit: str) -> str:
	return _("{0} of {1} tasks accepted at once: {2} % by weight, at least {3} % were asked for").format(
		figures["at_once"], figures["tasks"], figures["rate"], figures["least"]
	)


def _fixed(figures: Figures, unit: str) -> str:
	return _("Amount of the rule: {0}").format(_money(figures, "amount", unit))


def _per_day(figures: Figures, unit: str) -> str:
	words = _("{0} working day x {1} = {2}") if figures["days"] == 1 else _("{0} working days x {1} = {2}")
	return words.format(figures["days"], _money(figures, "amount", unit), _money(figures, "sum", unit))


def _times(figures: Figures, unit: str) -> str:
	return _("{0} x {1} = {2}").format(
		figures["times"], _money(figures, "amount", unit), _money(figures, "sum", unit)
	)


def _percent(figures: Figures, unit: str) -> str:
	base, total = _money(figures, "base", unit), _money(figures, "sum", unit)
	if figures["times"] == 1:
		return _("{0} % of the bonus base {1} = {2}").format(figures["percent"], base, total)
	return _("{0} x {1} % of the bonus base {2} = {3}").format(
		figures["times"], figures["percent"], base, total
	)


def _shared(figures: Figures, unit: str) -> str:
	return _("Shared by {0} people: {1} each").format(figures["people"], _money(figures, "sum", unit))


def _before(figures: Figures, unit: str) -> str:
	return _("Counted in earlier months already: {0}").format(_money(figures, "sum", unit))


def _already(figures: Figures, unit: str) -> str:
	total = Decimal(str(figures["sum"]))
	return _("On record until now: {0}. This entry is the difference.").format(
		sums.in_words(float(total), unit)
	)


def _gone(figures: Figures, unit: str) -> str:
	return _("Nothing is to be counted here any more: the task, its rating or the rule has changed")


def _limit(words: Callable[[], str]) -> Callable[[Figures, str], str]:
	return lambda figures, unit: words().format(_money(figures, "most", unit), _money(figures, "sum", unit))


_SAID: Mapping[str, Callable[[Figures, str], str]] = {
	"open": _open,
	"late": _late,
	"late_first": _late_first,
	"late_review": _late_review,
	"unreviewed": _unreviewed,
	"grace": _grace,
	"early": _early,
	"early_first": _early_first,
	"streak": _streak,
	"most_done": _most_done,
	"first_pass": _first_pass,
	"fixed": _fixed,
	"per_day": _per_day,
	"times": _times,
	"percent": _percent,
	"shared": _shared,
	"before": _before,
	"already": _already,
	"gone": _gone,
	"cap_task": _limit(lambda: _("Limit per task {0}: {1}")),
	"cap_month": _limit(lambda: _("Limit of the rule per person and month {0}: {1} were left")),
	"cap_year": _limit(lambda: _("Limit of the rule per person and calendar year {0}: {1} were left")),
	"cap_site": _limit(lambda: _("Limit of all fines per person and month {0}: {1} were left")),
}
