"""The table: what was measured, ours, the host's own ways, and how many times longer they take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.measure import Figure

_WIDTHS = (58, 28, 16, 44)
_HEADINGS = ("work", "ours", "goal", "beside (times ours)")


@dataclass(frozen=True)
class Row:
	"""One piece of work: our figure, and those of other ways by their names."""

	work: str
	ours: Figure
	beside: dict[str, Figure] = field(default_factory=dict)
	goal: float | None = None
	"""Milliseconds that the design asks for, None where it asks for none."""
	host_runs_it: bool = False
	"""Whether the host's own code runs around ours, so that the database alone may meet the goal."""


def lines(rows: Iterable[Row], *, markdown: bool = False) -> Iterator[str]:
	"""The table line by line, as the rows come in."""
	yield _line(_HEADINGS, markdown)
	yield _line(tuple("---" if markdown else "-" * width for width in _WIDTHS), markdown)
	for row in rows:
		beside = ", ".join(_beside(name, figure, row.ours) for name, figure in row.beside.items())
		yield _line((row.work, _shown(row.ours), _judged(row), beside), markdown)


def _line(cells: tuple[str, ...], markdown: bool) -> str:
	if markdown:
		return "| " + " | ".join(cells) + " |"
	return "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _shown(figure: Figure) -> str:
	least = f", least {_number(figure.least)}" if figure.least else ""
	return f"{_number(figure.total)} ({_number(figure.sql)}){least}"


def _beside(name: str, figure: Figure, ours: Figure) -> str:
	return f"{name} {_number(figure.total)} (x{figure.total / ours.total:.1f})"


def _judged(row: Row) -> str:
	"""The goal and whether it is met: by the whole call, or by what the database does for it at least."""
	if row.goal is None:
		return ""
	if row.ours.total <= row.goal:
		return f"{_number(row.goal)} met"
	return (
		f"{_number(row.goal)} {'met in SQL' if row.host_runs_it and row.ours.sql <= row.goal else 'missed'}"
	)


def _number(milliseconds: float) -> str:
	return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.1f}"
