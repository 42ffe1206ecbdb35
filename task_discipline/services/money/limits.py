"""What holds for all rules of the site: its smallest coin, the most fines of a month, and the bonus bases."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

import frappe

from task_discipline.domain.awards import Site
from task_discipline.money_names import BONUS_BASE
from task_discipline.services import settings
from task_discipline.services.money import site
from task_discipline.services.money.sums import POINTS, coin_places


def of_site(about: date) -> Site:
	"""The site as the rules of a month meet it."""
	stored, unit, usual = frappe.get_cached_doc("TD Settings"), site.unit(), settings.load()
	in_money = unit != POINTS
	return Site(
		exponent=coin(unit),
		most_fines=_decimal(stored.get("most_fines_amount")),
		most_fines_percent=_decimal(stored.get("most_fines_percent")) if in_money else Decimal(0),
		least_sample=usual.least_sample,
		shortest_minutes=usual.shortest_minutes,
		bases=_bases(about, unit) if in_money else {},
	)


def coin(unit: str) -> Decimal:
	"""The smallest coin of a currency; a hundredth of a point."""
	return Decimal(1).scaleb(-coin_places(unit))


def _bases(about: date, currency: str) -> dict[str, Decimal]:
	"""The base of each person that counts at the end of the month; one in another currency is none."""
	last = about.replace(day=monthrange(about.year, about.month)[1])
	rows = frappe.db.sql(
		f"""select `user`, amount, currency from `tab{BONUS_BASE}` where valid_from <= %s order by valid_from, name""",
		last,
	)
	newest = {user: (amount, unit) for user, amount, unit in rows}
	return {user: _decimal(amount) for user, (amount, unit) in newest.items() if unit == currency}


def _decimal(value: object) -> Decimal:
	return Decimal(str(round(float(value or 0), 9)))  # type: ignore[arg-type]
