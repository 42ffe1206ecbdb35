"""Preferences of people: who writes and reads them, what counts without them, and what a company insists on."""

import json
from typing import Any

import frappe
import pytest

from task_discipline.api.preferences import look
from task_discipline.domain.channels import USUAL, Choice, Mail, Preferences, Topic
from task_discipline.services import preferences
from tests.choosing import choose, insist_on
from tests.doors import knock
from tests.factories import (
	ASSIGNER,
	DISABLED,
	HEAD,
	MANAGER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
	make_mail_account,
)


def test_whoever_never_chose_has_the_usual_preferences() -> None:
	assert preferences.load([RESPONSIBLE, "nobody@td-test.example"]) == {
		RESPONSIBLE: Preferences(USUAL, True, None),
		"nobody@td-test.example": Preferences(USUAL, True, None),
	}


def test_who_gets_no_digest_has_nothing_wait_for_it() -> None:
	choose("Administrator", digest=1)
	assert not preferences.load(["Administrator"])["Administrator"].wants_digest


def test_the_form_starts_with_what_counts_without_it() -> None:
	choose(RESPONSIBLE)
	assert preferences.load([RESPONSIBLE])[RESPONSIBLE] == Preferences(dict(USUAL), True, None)


def test_what_is_chosen_is_loaded() -> None:
	choose(
		RESPONSIBLE, deadlines_bell=0, deadlines_mail="In the Morning Digest", digest=0, digest_hour="07:00"
	)
	chosen = preferences.load([RESPONSIBLE])[RESPONSIBLE]
	assert chosen.choices[Topic.DEADLINES] == Choice(bell=False, mail=Mail.DIGEST)
	assert (chosen.wants_digest, chosen.digest_hour) == (False, 7)


@pytest.mark.parametrize(
	("stored", "hour"),
	[("When Work Begins", None), ("00:00", 0), ("23:00", 23), ("24:00", None), ("", None), (None, None)],
)
def test_hours_of_the_digest(stored: str | None, hour: int | None) -> None:
	assert preferences.hour_of(stored) == hour


def test_one_query_for_everybody() -> None:
	people = [RESPONSIBLE, ASSIGNER, HEAD, MANAGER, STRANGER]
	choose(RESPONSIBLE, digest=0)
	asked: list[str] = []
	original = frappe.db.sql

	def counted(query: Any, *args: Any, **kwargs: Any) -> Any:
		asked.append(str(query))
		return original(query, *args, **kwargs)

	frappe.db.sql = counted
	try:
		preferences.load(people)
	finally:
		frappe.db.sql = original
	assert len(asked) == 1


@pytest.mark.parametrize("user", [ASSIGNER, HEAD, MANAGER, DISABLED])
def test_nobody_else_writes_them(user: str) -> None:
	choose(RESPONSIBLE)
	with acting_as(user):
		stolen = frappe.get_doc("TD Preferences", RESPONSIBLE)
		stolen.digest = 0
		other = frappe.get_doc({"doctype": "TD Preferences", "user": STRANGER})
		for attempt in (stolen.save, stolen.delete, other.insert):
			with pytest.raises(frappe.PermissionError):
				attempt()


@pytest.mark.parametrize(
	("user", "reads"), [(RESPONSIBLE, True), (MANAGER, True), ("Administrator", True), (HEAD, False)]
)
def test_the_person_and_managers_read_them(user: str, reads: bool) -> None:
	choose(RESPONSIBLE)
	choose(STRANGER)
	with acting_as(user):
		seen = frappe.get_list("TD Preferences", pluck="name")
		assert (RESPONSIBLE in seen) is reads
		assert (STRANGER in seen) is (reads and user != RESPONSIBLE)
		assert frappe.get_doc("TD Preferences", RESPONSIBLE).has_permission("read") is reads


def test_the_person_goes_back_to_the_usual_by_deleting_them() -> None:
	choose(RESPONSIBLE, digest=0)
	with acting_as(RESPONSIBLE):
		frappe.delete_doc("TD Preferences", RESPONSIBLE)
	assert preferences.load([RESPONSIBLE])[RESPONSIBLE].wants_digest


@pytest.mark.parametrize("chosen", [{"deadlines_bell": 0}, {"deadlines_mail": "No"}])
def test_nobody_switches_off_what_is_mandatory(chosen: dict[str, Any]) -> None:
	insist_on(Topic.DEADLINES)
	choose(ASSIGNER, deadlines_mail="In the Morning Digest", plan_mail="No")
	with pytest.raises(frappe.ValidationError, match="Deadlines: your company"):
		choose(RESPONSIBLE, **chosen)
	with pytest.raises(frappe.ValidationError, match="Deadlines: your company"):
		choose(ASSIGNER, **chosen)


def test_what_was_off_before_it_became_mandatory_stops_no_other_change() -> None:
	choose(RESPONSIBLE, deadlines_mail="No")
	insist_on(Topic.DEADLINES)
	choose(RESPONSIBLE, digest=0)
	insist_on()
	chosen = preferences.load([RESPONSIBLE])[RESPONSIBLE]
	assert chosen.choices[Topic.DEADLINES].mail is Mail.NEVER


def _account(name: str) -> str:
	email = f"{name}@td-test.example"
	frappe.get_doc(doctype="User", email=email, first_name=name, send_welcome_email=0).insert()
	frappe.get_doc({"doctype": "TD Preferences", "user": email, "digest_hour": "05:00"}).insert()
	return email


def test_they_go_with_the_account() -> None:
	email = _account("leaver")
	frappe.delete_doc("User", email)
	assert not frappe.db.exists("TD Preferences", {"user": email})


def test_they_follow_an_account_to_its_new_name() -> None:
	email, new = _account("married"), "newname@td-test.example"
	frappe.rename_doc("User", email, new)
	assert preferences.load([new])[new].digest_hour == 5
	assert frappe.db.exists("TD Preferences", new) and not frappe.db.exists("TD Preferences", email)


def test_two_accounts_become_one() -> None:
	old, new = _account("twice"), _account("once")
	frappe.db.set_value("TD Preferences", new, "digest_hour", "06:00")
	frappe.rename_doc("User", old, new, merge=True)
	assert preferences.load([new])[new].digest_hour == 6
	assert not frappe.db.exists("TD Preferences", {"user": old})


def test_the_form_is_told_what_is_mandatory_and_what_keeps_notices_away() -> None:
	insist_on(Topic.REVIEWS, Topic.DEADLINES)
	make_mail_account(9)
	with acting_as(RESPONSIBLE):
		assert look() == {"name": None, "mandatory": ["deadlines", "reviews"], "hints": []}
	choose(RESPONSIBLE)
	frappe.db.set_value("Notification Settings", RESPONSIBLE, {"enabled": 0, "enable_email_notifications": 0})
	with acting_as(RESPONSIBLE):
		seen = look()
	assert seen["name"] == RESPONSIBLE
	assert [hint["link"].split("/")[2] for hint in seen["hints"]] == ["notification-settings"] * 2


@pytest.mark.parametrize(
	("switches", "address", "words"),
	[
		({"notify_by_bell": 0}, "boris@td-test.example", "switched off for the whole site"),
		({"notify_by_mail": 0}, "boris@td-test.example", "the site sends none"),
		({}, "", "has no address"),
	],
)
def test_the_form_says_what_no_choice_can_bring(switches: dict[str, int], address: str, words: str) -> None:
	make_mail_account(9)
	frappe.db.set_single_value("TD Settings", {"notify_by_bell": 1, "notify_by_mail": 1, **switches})
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.set_value("User", RESPONSIBLE, "email", address)
	with acting_as(RESPONSIBLE):
		(hint,) = look()["hints"]
	assert words in hint["text"]


HOST_DOORS = (
	("GET", "/api/resource/TD Preferences/{0}", {}),
	("GET", "/api/method/frappe.client.get", {"doctype": "TD Preferences", "name": "{0}"}),
	("GET", "/api/method/frappe.desk.form.load.getdoc", {"doctype": "TD Preferences", "name": "{0}"}),
	("PUT", "/api/resource/TD Preferences/{0}", {"digest": 0}),
	("DELETE", "/api/resource/TD Preferences/{0}", {}),
	("POST", "/api/method/frappe.client.insert", {"doc": {"doctype": "TD Preferences", "user": "{0}"}}),
	(
		"POST",
		"/api/method/frappe.client.set_value",
		{"doctype": "TD Preferences", "name": "{0}", "fieldname": "digest", "value": 0},
	),
)


@pytest.mark.parametrize(("method", "path", "arguments"), HOST_DOORS)
def test_no_door_of_the_host_opens_them_to_others(method: str, path: str, arguments: dict[str, Any]) -> None:
	choose(RESPONSIBLE, digest_hour="05:00")
	frappe.db.commit()
	filled = json.loads(json.dumps(arguments).replace("{0}", RESPONSIBLE))
	try:
		answer = knock(STRANGER, method, path.format(RESPONSIBLE), filled)
		assert answer.status_code in (403, 404) and "05:00" not in answer.get_data(as_text=True)
		frappe.db.rollback()
		stored = frappe.db.get_value("TD Preferences", RESPONSIBLE, ["digest", "digest_hour"])
		assert stored == (1, "05:00")
	finally:
		frappe.db.delete("TD Preferences")
		frappe.db.commit()
