"""What holds the code together: one direction of dependencies, small files, and no right taken in silence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "task_discipline"
SOURCES = sorted(
	path
	for folder in (APP, ROOT / "tests", ROOT / "benchmarks", ROOT / "faults", ROOT / "lifecycle")
	for path in folder.rglob("*.py")
)
MOST_LINES = 350

LAYERS = ("domain", "services", "doors")
"""From the bottom up; each may import what lies below it."""
DOORS = [
	[name]
	for name in (
		"api",
		"events",
		"inbox",
		"patches",
		"report_mails",
		"report_results",
		"setup",
		"task_discipline",
		"td_jobs",
		"www",
	)
]
"""Folders and modules through which the host comes in."""


def layer_of(module: str) -> str | None:
	"""The layer of a module of the app; None for what all layers share."""
	parts = module.split(".")[1:]
	if parts[:1] in (["domain"], ["services"]):
		return parts[0]
	if parts[:1] in DOORS:
		return "doors"
	return None


def module_of(path: Path) -> str:
	"""Dotted name of a source file."""
	return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports_of(path: Path) -> Iterator[str]:
	"""Dotted names of everything that a file imports, wherever in it."""
	for node in ast.walk(ast.parse(path.read_text())):
		if isinstance(node, ast.Import):
			yield from (alias.name for alias in node.names)
		elif isinstance(node, ast.ImportFrom) and node.module:
			yield from (f"{node.module}.{alias.name}" for alias in node.names)


def app_files() -> list[Path]:
	"""Source files of the app itself."""
	return [path for path in SOURCES if APP in path.parents]


def named(path: Path) -> str:
	"""A file as a failed test names it."""
	return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", app_files(), ids=named)
def test_dependencies_run_one_way(path: Path) -> None:
	own = layer_of(module_of(path))
	used = {name: layer_of(name) for name in imports_of(path) if name.startswith("task_discipline.")}
	# What all layers share may know the rules of the domain, and nothing above them.
	limit = LAYERS.index(own) if own else LAYERS.index("domain")
	upwards = [name for name, layer in used.items() if layer and LAYERS.index(layer) > limit]
	assert upwards == []


@pytest.mark.parametrize(
	"path", [path for path in app_files() if layer_of(module_of(path)) == "domain"], ids=named
)
def test_domain_knows_no_host(path: Path) -> None:
	outside = [name for name in imports_of(path) if name.split(".")[0] in ("frappe", "erpnext", "hrms")]
	inside = [name for name in imports_of(path) if name.startswith("task_discipline.")]
	assert outside == []
	assert [name for name in inside if layer_of(name) != "domain"] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_are_small(path: Path) -> None:
	assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", app_files(), ids=named)
def test_rights_are_passed_over_with_a_reason(path: Path) -> None:
	lines = path.read_text().splitlines()
	silent = [
		number
		for number, line in enumerate(lines, 1)
		if "ignore_permissions=True" in line and not line.lstrip().startswith("#")
		# the reason stands in one of the lines above the statement
		if not any(above.lstrip().startswith("#") for above in lines[max(0, number - 4) : number - 1])
	]
	assert silent == []
