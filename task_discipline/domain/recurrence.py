"""Rules of recurrence: what is due, what comes next, and why each date stands where it stands.

The door to the modules of rules: ``rules`` (what a rule says), ``rule_dates`` (its dates), ``rrules`` (texts of
RFC 5545), ``rule_days_off`` (what the calendar makes of them), ``rule_due`` (missed runs) and ``rule_checks``.
"""

from task_discipline.domain.rule_checks import check
from task_discipline.domain.rule_days_off import occurrences, upcoming
from task_discipline.domain.rule_due import MISSED_AFTER, MOST_PASSED_OVER, Due, due
from task_discipline.domain.rules import (
	DayOff,
	Missed,
	MonthDay,
	Note,
	Occurrence,
	Rule,
	RuleError,
	ShortMonth,
	Unit,
)

__all__ = [
	"MISSED_AFTER",
	"MOST_PASSED_OVER",
	"DayOff",
	"Due",
	"Missed",
	"MonthDay",
	"Note",
	"Occurrence",
	"Rule",
	"RuleError",
	"ShortMonth",
	"Unit",
	"check",
	"due",
	"occurrences",
	"upcoming",
]
