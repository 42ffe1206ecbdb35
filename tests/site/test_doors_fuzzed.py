"""Every function of the app, called with what no desk sends: answered or refused in words, and never half done."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from task_discipline import hooks
from tests import chatting, factories, fuzzing, statements
from tests.doors import SECRET, World, knock, text, told
from tests.fuzzing import Opened, Takings
from tests.hidden_chat import ChatWorld
from tests.hidden_project import ProjectWorld
from tests.hidden_template import TemplateWorld

PEOPLE = {
	"assigner": factories.ASSIGNER,
	"responsible": factories.RESPONSIBLE,
	"manager": factories.MANAGER,
	"stranger": factories.STRANGER,
	"system manager": factories.SYSTEM_MANAGER,
	"guest": "Guest",
}
GUARDS = set(hooks.override_whitelisted_methods.values())
"""Stand before functions of the host, which fails for every doctype at some of what is sent here."""
OUTSIDE = ("stranger", "system manager", "guest")
Known = dict[str, tuple[Any, ...]]


@pytest.fixture(scope="module")
def records(
	world: World, hidden: TemplateWorld, hidden_house: ProjectWorld, talk: ChatWorld
) -> Iterator[dict[str, Any]]:
	"""One record of each doctype with functions of its own."""
	with statements.committed_month() as month:
		yield {
			"TD Task": world.task,
			"TD Deadline Request": world.request,
			"TD Task Template": hidden.template,
			"TD Project Link": hidden_house.project,
			"TD Milestone": hidden_house.milestone,
			"TD Discipline Statement": month,
			"TD Discipline Entry": statements.entries_of(month)[0],
			"TD Chat Group": talk.group,
			"TD Chat Message": talk.message,
		}


@pytest.fixture(scope="module")
def known(records: dict[str, Any], world: World, talk: ChatWorld) -> Known:
	"""Values that are right for arguments of these names."""
	names = tuple(records.values())
	return {
		"task": (world.task,),
		"project": (records["TD Project Link"], world.task),
		"group": (talk.group, talk.record),
		"message": (talk.message, talk.question, talk.said_of_task),
		"name": names,
		"docname": names,
		"names": (list(names), [world.task], [[world.task]], f'["{world.task}"]'),
		"doctype": tuple(records),
		"entry": (records["TD Discipline Entry"],),
		"rating": (world.rating,),
		"user": tuple(factories.PEOPLE)[:3],
		"users": (list(factories.PEOPLE)[:2], f'["{factories.STRANGER}"]'),
		"text": ("Hello", "<b>Hello</b>"),
		"reason": ("Because",),
		"deadline": ("2031-03-03 10:00:00",),
		"due_date": ("2031-03-03",),
		"period": ("2031-03-01", "2031-04-01"),
		"action": ("accept_result", "submit_task", "cancel_task"),
	}


@pytest.fixture
def takings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Takings]:
	with fuzzing.nothing_kept(monkeypatch.setattr) as takings:
		yield takings


def test_every_function_answers_or_refuses_in_words(
	records: dict[str, Any], known: Known, takings: Takings, request: pytest.FixtureRequest
) -> None:
	functions = list(fuzzing.opened())
	assert len(functions) > 140
	examples = request.config.getoption("--examples")
	broken = [how for function in functions for how in calls(function, records, known, takings, examples)]
	assert not broken, "\n".join(broken)


def fails_in_host(answer: TestResponse) -> bool:
	"""The server error comes out of the host's own code."""
	places = re.findall(r'File \\*"([^"\\]+)', str((answer.get_json(silent=True) or {}).get("exc")))
	return bool(places) and not places[-1].startswith("apps/task_discipline")


def calls(
	function: Opened, records: dict[str, Any], known: Known, takings: Takings, examples: int
) -> list[str]:
	"""How calls of the function break."""
	broken: list[str] = []

	@settings(
		max_examples=examples,
		deadline=None,
		database=None,
		derandomize=examples < 50,
		suppress_health_check=list(HealthCheck),
	)
	@given(fuzzing.arguments(function.arguments, known), st.sampled_from(sorted(PEOPLE)))
	def call(arguments: dict[str, Any], who: str) -> None:
		chatting.forget_limits()
		takings.writes = 0
		path, body = function.request(records.get(function.doctype or ""), arguments)
		answer = knock(PEOPLE[who], "POST", path, body)
		failed = answer.status_code >= 500 and not (function.path in GUARDS and fails_in_host(answer))
		half_done = answer.status_code >= 400 and takings.writes
		if failed or half_done or (who in OUTSIDE and SECRET in text(answer)):
			broken.append(f"{who}: {function.path} {arguments!r:.300}: {takings.writes} {told(answer)}")

	call()
	return broken[:3]
