"""Columns of a report, as the desk, a file and a mail all show them."""

from collections.abc import Mapping

Column = dict[str, object]


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 120, **more: object) -> Column:
	"""A column of a report; ``label`` comes translated."""
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def link(fieldname: str, label: str, options: str, width: int = 160, **more: object) -> Column:
	"""A column of names of records."""
	return column(fieldname, label, "Link", width, options=options, **more)


def number(fieldname: str, label: str, width: int = 90, **more: object) -> Column:
	"""A column that counts; ``drill`` says which list shows what was counted."""
	return column(fieldname, label, "Int", width, **more)


def percent(fieldname: str, label: str, width: int = 110, **more: object) -> Column:
	"""A column of shares; the desk shows one digit behind the point."""
	return column(fieldname, label, "Float", width, precision=1, td_unit="percent", **more)


def hours(fieldname: str, label: str, width: int = 130, *, calendar: bool = False, **more: object) -> Column:
	"""A column of spans of time: hours in a file, so that they add up; in words on the screen.

	Working time has no days, for nobody's day of work has 24 hours.
	"""
	unit = "calendar" if calendar else "working"
	return column(fieldname, label, "Float", width, precision=1, td_unit=unit, **more)


def drill(to: str, **filters: object) -> Mapping[str, object]:
	"""Where a click on a number leads: ``to`` is a list or report, ``filters`` what all numbers of the column share."""
	return leading(to, filters)


def leading(to: str, filters: Mapping[str, object], own: str | None = None) -> Mapping[str, object]:
	"""The same; the filter ``own`` takes the record of the row. Rows without it bring filters of their own, as ``scope``."""
	return {"to": to, "filters": dict(filters), "own": own}


def in_hours(minutes: float | None) -> float | None:
	"""Minutes as a cell of ``hours`` holds them."""
	return None if minutes is None else round(minutes / 60, 4)


def in_percent(share: float | None) -> float | None:
	"""A share as a cell of ``percent`` holds it."""
	return None if share is None else round(share, 1)
