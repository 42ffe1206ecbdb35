"""The people of a task, its proof, and who is told of what."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.lifecycle import Role
from task_discipline.domain.notices import AUDIENCES, audience
from task_discipline.domain.people import Cast, clashes
from task_discipline.domain.submission import Evidence, Proof, missing_proof

names = st.sampled_from(["anna", "boris", "clara", "dmitri", "elena"])
name_lists = st.lists(names, max_size=3, unique=True).map(tuple)
casts = st.builds(Cast, names, names, name_lists, name_lists)
TEAM = Cast("anna", "boris", ("clara",), ("dmitri",))


@given(casts)
def test_each_person_stands_once_and_has_a_role(cast: Cast) -> None:
	assert len(set(cast.everyone)) == len(cast.everyone)
	assert all(cast.roles_of(user) for user in cast.everyone)
	assert not cast.roles_of("a stranger")


@given(casts)
def test_clashes_name_who_holds_two_places(cast: Cast) -> None:
	places = [(cast.responsible,), cast.co_assignees, cast.observers]
	twice = {user for user in cast.everyone if sum(user in place for place in places) > 1}
	assert {user for user, _first, _second in clashes(cast)} == twice


@given(casts, st.sampled_from(sorted(AUDIENCES)), names)
def test_nobody_is_told_twice_or_of_his_own_act(cast: Cast, event: str, actor: str) -> None:
	told = audience(event, cast, actor)
	assert actor not in told
	assert len(set(told)) == len(told)
	assert set(told) <= set(cast.everyone)


@pytest.mark.parametrize(
	("event", "actor", "told"),
	[
		("Created", "anna", {"boris", "clara", "dmitri"}),
		("Submitted", "boris", {"anna", "clara", "dmitri"}),
		("Submitted", "clara", {"anna", "boris", "dmitri"}),
		("Started", "boris", {"anna"}),
		("Deadline Proposed", "boris", {"anna"}),
		("Deadline Refused", "anna", {"boris"}),
		("Returned", "anna", {"boris", "clara", "dmitri"}),
		("Cancelled", "manager", {"anna", "boris", "clara", "dmitri"}),
		("Step Done", "boris", set()),
	],
)
def test_who_is_told(event: str, actor: str, told: set[str]) -> None:
	assert set(audience(event, TEAM, actor)) == told


@pytest.mark.parametrize("required", list(product([False, True], repeat=3)))
@pytest.mark.parametrize("present", list(product([False, True], repeat=3)))
def test_the_gate_names_all_that_is_missing(required: tuple[bool, ...], present: tuple[bool, ...]) -> None:
	evidence = Evidence(
		*required, has_result=present[0], has_file=present[1], open_steps=0 if present[2] else 2
	)
	wanted = {
		proof for proof, asked, there in zip(Proof, required, present, strict=True) if asked and not there
	}
	assert set(missing_proof(evidence)) == wanted


def test_setting_a_task_to_oneself() -> None:
	assert Cast("anna", "anna").self_assigned
	assert not TEAM.self_assigned
	assert Cast("anna", "anna").roles_of("anna") == {Role.ASSIGNER, Role.RESPONSIBLE}
