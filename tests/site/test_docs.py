"""The documents tell the truth: their commands are real, their links lead somewhere, their names exist."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import frappe
import pytest
from frappe.utils import get_bench_path
from frappe.utils.bench_helper import get_app_group

from tests import documents
from tests.documents import DOCUMENTS, ROOT

Check = Callable[[str], None]


def named(path: Path) -> str:
	return str(path.relative_to(ROOT))


def bench(command: str, *, timeout: int = 120) -> subprocess.CompletedProcess[str]:
	"""Run a command of the documents as an administrator would, on the site of the tests."""
	arguments = shlex.split(command.replace("SITE", frappe.local.site))
	assert shutil.which(arguments[0]), f"{arguments[0]} is not there"
	return subprocess.run(
		arguments, cwd=get_bench_path(), capture_output=True, text=True, timeout=timeout, check=False
	)


def runs(command: str) -> None:
	"""It is run, and says that all is well."""
	done = bench(command)
	assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]


def reports(command: str) -> None:
	"""It is run, and prints a line for each check, whatever the checks find on the site of the tests."""
	done = bench(command)
	assert done.returncode in (0, 1), done.stderr[-1000:]
	assert re.search(r"^(OK|WARNING|ERROR)\b", done.stdout, re.MULTILINE), done.stdout + done.stderr[-1000:]


def enables(command: str) -> None:
	"""It is run, and the site of the tests is as before."""
	before = frappe.db.get_single_value("System Settings", "enable_scheduler", cache=False)
	runs(command)
	frappe.db.commit()
	assert frappe.db.get_single_value("System Settings", "enable_scheduler", cache=False) == 1
	frappe.db.set_single_value("System Settings", "enable_scheduler", before)
	frappe.db.commit()


def closes(command: str) -> None:
	"""It is run, and taken back."""
	try:
		runs(command)
	finally:
		runs(command.replace(" on", " off"))


def saves(command: str) -> None:
	"""It is run, and leaves the database and the files in the folder of backups."""
	folder = Path(frappe.get_site_path("private", "backups"))
	before = set(folder.glob("*"))
	runs(command)
	made = set(folder.glob("*")) - before
	assert {"database.sql.gz", "private-files.tar", "files.tar"} <= {
		one.name.partition("-")[2].partition("-")[2] for one in made
	}
	for one in made:
		one.unlink()


def fits_frappe(command: str) -> None:
	"""Its words are those of a command of Frappe; it is not run, for it needs more than the site of the tests."""
	_bench, *arguments = shlex.split(command)
	arguments = arguments[2:] if arguments[0] == "--site" else arguments
	found: Any = get_app_group("frappe").commands[arguments[0]]
	_fits(found, arguments[1:])


def calls(command: str) -> None:
	"""What it executes is a function of ours; other tests call it."""
	fits_frappe(command)
	assert callable(frappe.get_attr(shlex.split(command)[-1]))


def _fits(command: click.Command, arguments: list[str]) -> None:
	known = {option: one for one in command.params for option in (*one.opts, *one.secondary_opts)}
	rest = iter(arguments)
	loose = []
	for word in rest:
		if not word.startswith("-"):
			loose.append(word)
			continue
		assert word in known, f"{command.name} knows no {word}"
		if not getattr(known[word], "is_flag", False):
			_takes(known[word], next(rest))
	places = [one for one in command.params if isinstance(one, click.Argument)]
	for place, word in zip(places, loose, strict=False):
		_takes(place, word)
	assert len(loose) >= sum(1 for place in places if place.required), loose


def _takes(parameter: click.Parameter, word: str) -> None:
	if isinstance(parameter.type, click.Choice):
		assert word in parameter.type.choices


def fits_bench(command: str) -> None:
	"""Its words are those of bench itself, which would change this machine."""
	_bench, *arguments = shlex.split(command)
	options = [word for word in arguments if word.startswith("--")]
	verbs = [word for word in arguments if re.fullmatch(r"[a-z-]+", word) and not word.startswith("-")]
	depth = 2 if verbs[0] in ("config", "setup") else 1
	told = bench(shlex.join(["bench", *verbs[:depth], "--help"]))
	assert told.returncode == 0 and verbs[depth - 1] in told.stdout, told.stdout + told.stderr
	for option in options:
		assert option in told.stdout, f"{command}: no {option}"


def is_script(command: str) -> None:
	"""The script is there, may be run, and tells of the words that it is given here."""
	script, *arguments = shlex.split(command)
	path = ROOT / script
	assert path.is_file() and path.stat().st_mode & 0o100
	source = path.read_text() + "".join(one.read_text() for one in (ROOT / "scripts" / "lib").glob("*.sh"))
	for word in arguments:
		if word.startswith("tests/"):
			assert (ROOT / word).exists()
		elif script == "./scripts/benchmark":
			assert (ROOT / "benchmarks" / word).is_dir() or word == "all", word
		elif word.startswith(("--", "v15-", "v16-")):
			assert word in source or script == "./scripts/bench", word


def is_door(command: str) -> None:
	"""The call fits a method that the host opens to clients."""
	data = dict(part.split("=", 1) for part in re.findall(r"""-d (\w+=(?:"[^"]*"|'[^']*'|\S+))""", command))
	method = getattr(frappe.get_meta(data["dt"].strip('"')) and _class(data["dt"].strip('"')), data["method"])
	assert method in frappe.whitelisted
	assert frappe.parse_json(data["args"].strip("'"))


def _class(doctype: str) -> type[Any]:
	return type(frappe.new_doc(doctype))


def no_command(_command: str) -> None:
	"""A tool for whoever works on the project."""


COMMANDS: dict[str, Check] = {
	"bench --site SITE execute task_discipline.api.health.status": reports,
	"bench --site SITE doctor": runs,
	"bench --site SITE scheduler enable": enables,
	"bench --site SITE set-maintenance-mode on": closes,
	"bench --site SITE set-maintenance-mode off": runs,
	"bench --site SITE backup --with-files": saves,
	"bench --site SITE uninstall-app task_discipline --dry-run": runs,
	"bench --site SITE uninstall-app task_discipline": fits_frappe,
	"bench --site SITE install-app task_discipline": fits_frappe,
	"bench --site SITE migrate": fits_frappe,
	"bench --site SITE console": fits_frappe,
	"bench --site SITE set-config mute_emails 1": fits_frappe,
	"bench --site SITE restore /path/database.sql.gz --with-private-files /path/private-files.tar"
	" --with-public-files /path/files.tar": fits_frappe,
	'bench --site SITE data-import --doctype "TD Task" --type Insert --file /path/tasks.csv': fits_frappe,
	"bench --site SITE execute task_discipline.setup.demo.add": calls,
	"bench --site SITE execute task_discipline.setup.demo.remove": calls,
	"bench schedule": fits_frappe,
	"bench set-config --global background_workers 4": fits_frappe,
	"bench get-app https://github.com/task-discipline/task_discipline": fits_bench,
	"bench remove-app task_discipline": fits_bench,
	"bench update --apps task_discipline --pull --patch --build": fits_bench,
	"bench restart": fits_bench,
	"bench start": fits_bench,
	"bench setup supervisor": fits_bench,
	'curl -X POST https://SITE/api/method/run_doc_method -H "Authorization: token KEY:SECRET"'
	""" -d dt="TD Task" -d dn="TD-00042" -d method=submit_task -d args='{"result": "<p>Signed</p>"}'""": is_door,
	"./scripts/demo": is_script,
	"./scripts/test": is_script,
	"./scripts/test domain": is_script,
	"./scripts/test lint": is_script,
	"./scripts/test site -k overdue": is_script,
	"./scripts/test tests/browser/test_form.py": is_script,
	"./scripts/test browser --pictures": is_script,
	"./scripts/test --fresh": is_script,
	"./scripts/test --host v15-latest": is_script,
	"./scripts/test --host v16-sqlite tests/site/test_transitions.py": is_script,
	"./scripts/bench --site test.localhost console": is_script,
	"./scripts/bench services stop": is_script,
	"./scripts/load": is_script,
	"./scripts/faults": is_script,
	"./scripts/faults --list": is_script,
	"./scripts/faults --seed 12 --rounds 33": is_script,
	"./scripts/lifecycle": is_script,
	"./scripts/lifecycle --from COMMIT": is_script,
	"./scripts/locale": is_script,
	"./scripts/screenshots": is_script,
	"./scripts/benchmark all": is_script,
	"./scripts/benchmark chat": is_script,
	"./scripts/benchmark projects": is_script,
	"./scripts/benchmark recurrence": is_script,
	"./scripts/benchmark reminders": is_script,
	"./scripts/benchmark reports": is_script,
	"./scripts/benchmark tasks": is_script,
	"pre-commit install --hook-type pre-commit --hook-type commit-msg": no_command,
}
"""Every command of the documents, and how it is proved."""


@cache
def told() -> dict[str, str]:
	"""The commands of all documents, with one that tells of each."""
	return {command: named(path) for path in DOCUMENTS for command in documents.commands(path)}


def test_every_command_of_the_documents_is_proved_here() -> None:
	new = {command: place for command, place in told().items() if command not in COMMANDS}
	assert new == {}, "put it into the table above with the way to prove it"
	assert set(COMMANDS) - set(told()) == set(), "no document tells of it any more"


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_real(command: str) -> None:
	frappe.db.commit()  # what a command reads and locks on the site is free
	COMMANDS[command](command)


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
	broken = []
	for link in documents.links(path):
		target, _sharp, anchor = link.partition("#")
		there = (path.parent / target).resolve() if target else path
		if not there.exists() or (anchor and anchor not in documents.anchors(there)):
			broken.append(link)
	assert broken == []


def test_pictures_are_taken_by_the_script_and_shown() -> None:
	"""None goes stale, none is kept for nobody, and each says to a screen reader what it shows."""
	listed = {f"{picture.name}.png" for picture in documents.pictures()}
	shown = [picture for path in DOCUMENTS for picture in documents.images(path)]
	files = list((ROOT / "docs" / "images").iterdir())
	assert {Path(target).name for _words, target in shown} == listed == {file.name for file in files}
	assert [target for words, target in shown if len(words) < 10] == []
	assert [file.name for file in files if file.stat().st_size > 200_000] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_blocks_of_python_are_python(path: Path) -> None:
	for block in documents.blocks(path):
		if block.language == "python":
			compile(block.text, named(path), "exec")


@cache
def records() -> set[str]:
	"""What of ours a document may call by its name."""
	kinds = ("DocType", "Report", "Print Format", "Role", "Dashboard", "Number Card", "Dashboard Chart")
	return {name for kind in kinds for name in frappe.get_all(kind, pluck="name", limit=0)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_doctypes_exist(path: Path) -> None:
	text = documents.words(path)
	called = set(re.findall(r"[`*_(]\**(TD(?: [A-Z][a-z]+)+)", text))
	called |= set(re.findall(r"`(Task Discipline (?:User|Manager))`", text))
	assert called - records() == set()


@cache
def known_words() -> frozenset[str]:
	"""Every word of the app's own source."""
	found: set[str] = set()
	for folder in ("task_discipline", "scripts", "tests", "benchmarks"):
		for path in _sources(ROOT / folder):
			found.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", path.read_text(errors="ignore")))
	return frozenset(found)


def _sources(folder: Path) -> Iterator[Path]:
	suffixes = (".py", ".js", ".json", ".sh", "", ".yml")
	return (path for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes)


OF_THE_HOST = {
	"common_site_config",
	"site_config",
	"db_host",
	"read_from_replica",
	"replica_host",
	"redis_queue",
	"redis_cache",
	"background_workers",
	"mute_emails",
	"ignore_permissions",
	"ignore_user_permissions",
	"upload_file",
	"assign_to",
	"execute_query",
}
"""Words of the host that a document may write as code."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_names_in_backticks_exist(path: Path) -> None:
	strange = []
	for span in documents.code(path):
		if re.fullmatch(r"task_discipline(\.\w+)+", span):
			assert frappe.get_attr(span), span
		for word in re.findall(r"(?<![\w/.-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/-])", span):
			if word not in known_words() | OF_THE_HOST:
				strange.append(word)
	assert strange == []
