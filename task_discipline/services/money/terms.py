"""Rules as the domain knows them: out of a form, and out of the versions that are kept of each."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

from task_discipline.domain.award_terms import AmountKind, Breadth, Clock, Event, Limits, Scope, Terms
from task_discipline.money_names import RULE, RULE_VERSION

FIELDS = (
	"enabled",
	"kind",
	"event",
	"clock",
	"amount_kind",
	"amount",
	"grace_minutes",
	"early_hours",
	"streak_length",
	"least_rate",
	"least_sample",
	"cap_per_task",
	"cap_per_month",
	"cap_per_person",
	"who",
	"team",
	"project",
	"template",
	"priority",
	"valid_from",
	"valid_until",
)
"""What of a rule is a term of it, besides its people: a change of one makes a new version."""
_NUMBERS = frozenset(
	field for field in FIELDS if field.startswith(("cap_", "least_", "grace", "early", "streak"))
)
_BREADTHS = {"Everybody": Breadth.EVERYBODY, "Team": Breadth.TEAM, "Person": Breadth.PERSON}
_DAY = timedelta(days=1)
MEMBERS = "members"
"""Who was in the team of the rule when a version of it was kept."""
Teams = Mapping[str, frozenset[str]]


def values_of(rule: Document) -> dict[str, object]:
	"""The terms of a form as they are kept: plain values, empty ones as None or zero."""
	return {field: _plain(field, rule.get(field)) for field in FIELDS} | {
		"people": sorted(row.user for row in rule.people)
	}


def _plain(field: str, value: object) -> object:
	if field in _NUMBERS or field in ("amount", "enabled"):
		return float(value or 0)
	if field.startswith("valid_"):
		return str(getdate(value)) if value else None
	return value or None


def all_terms() -> list[Terms]:
	"""The terms of every rule in each of its versions, as far as they were ever in force."""
	teams = members()
	return [
		terms
		for _rule, versions in groupby(_versions(), key=lambda row: row.rule)
		for terms in _of_rule(list(versions), teams)
	]


def _versions() -> list[frappe._dict]:
	return frappe.db.sql(
		f"""select version.name, version.rule, version.in_force_from, version.terms, rule.creation
		from `tab{RULE_VERSION}` version join `tab{RULE}` rule on rule.name = version.rule
		order by version.rule, version.version""",
		as_dict=True,
	)


def _of_rule(versions: Sequence[frappe._dict], teams: Teams) -> Iterable[Terms]:
	first: datetime | None = None
	for number, row in enumerate(versions):
		values = json.loads(row.terms)
		ends = versions[number + 1].in_force_from if number + 1 < len(versions) else None
		span = _span(values, row.in_force_from, ends)
		if span and values["enabled"]:
			first = first or span[0]
			yield of_values(
				values, row.rule, teams, version=row.name, span=span, made_at=row.creation, first=first
			)


def _span(
	values: Mapping[str, object], begin: datetime, end: datetime | None
) -> tuple[datetime, datetime | None] | None:
	"""From when until when a version is in force; None for never."""
	if values["valid_from"]:
		begin = max(begin, datetime.combine(_date(values["valid_from"]), time()))
	if values["valid_until"]:
		over = datetime.combine(_date(values["valid_until"]), time()) + _DAY
		end = min(end, over) if end else over
	return None if end and end <= begin else (begin, end)


def _date(value: object) -> date:
	return getdate(str(value))


def of_values(
	values: Mapping[str, object],
	rule: str,
	teams: Teams,
	*,
	version: int = 0,
	span: tuple[datetime, datetime | None],
	made_at: object = None,
	first: datetime | None = None,
) -> Terms:
	"""Kept values as terms in force for a span of time."""
	return Terms(
		rule=rule,
		version=version,
		event=Event(values["event"]),
		amount=_decimal(values["amount"]),
		since=span[0],
		until=span[1],
		amount_kind=AmountKind(values["amount_kind"]),
		clock=Clock(values["clock"] or Clock.CURRENT.value),
		grace_minutes=_whole(values["grace_minutes"]),
		early_minutes=_whole(_decimal(values["early_hours"]) * 60),
		streak_length=max(_whole(values["streak_length"]), 1),
		least_rate=_decimal(values["least_rate"]),
		least_sample=_whole(values["least_sample"]),
		limits=Limits(
			*(_decimal(values[field]) for field in ("cap_per_task", "cap_per_month", "cap_per_person"))
		),
		scope=scope_of(values, teams),
		made_at=get_datetime(made_at) if made_at else datetime.max,
		first_since=first,
	)


def scope_of(values: Mapping[str, object], teams: Teams) -> Scope:
	"""For whom and which tasks it is; a team that nobody is in is nobody."""
	breadth = _BREADTHS[str(values["who"] or "Everybody")]
	people = {
		Breadth.EVERYBODY: None,
		Breadth.TEAM: _team(values, teams),
		Breadth.PERSON: frozenset(map(str, values["people"] or ())),
	}
	asked = (str(values[field]) if values[field] else None for field in ("project", "template", "priority"))
	return Scope(people[breadth], breadth, *asked)


def _team(values: Mapping[str, object], teams: Teams) -> frozenset[str]:
	"""Whoever is in the team now, unless the terms say who was in it."""
	kept = values.get(MEMBERS)
	return (
		frozenset(map(str, kept)) if isinstance(kept, list) else teams.get(str(values["team"]), frozenset())
	)


def with_members(values: Mapping[str, object]) -> dict[str, object]:
	"""Terms as a version keeps them: those of a rule for a team with the people who are in it now."""
	if values["who"] != "Team":
		return dict(values)
	team = str(values["team"])
	return {**values, MEMBERS: sorted(members([team]).get(team, ()))}


def members(teams: Collection[str] | None = None) -> dict[str, frozenset[str]]:
	"""Who is in each team today, without its head."""
	filters: dict[str, object] = {"parenttype": "TD Team"}
	if teams is not None:
		filters["parent"] = ("in", list(teams))
	found: dict[str, set[str]] = {}
	for row in frappe.get_all("TD Task User", filters, ["parent", "user"], order_by=None, limit=0):
		found.setdefault(row.parent, set()).add(row.user)
	return {team: frozenset(users) for team, users in found.items()}


def _decimal(value: object) -> Decimal:
	return Decimal(str(value or 0))


def _whole(value: object) -> int:
	return int(value or 0)
