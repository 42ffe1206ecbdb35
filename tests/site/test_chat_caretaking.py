"""Every group has somebody who looks after it, or is over."""

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MEMBER
from tests.chatting import ANNA, BORIS, CLARA, make_group
from tests.factories import acting_as, forget_people


def admins(group: str) -> list[str]:
	return frappe.get_all(MEMBER, {"chat_group": group, "is_admin": 1}, pluck="user", order_by="name asc")


def archived(group: str) -> int:
	return int(frappe.db.get_value(GROUP, group, "archived"))


def lines(group: str, user: str) -> list[str]:
	with acting_as(user):
		return [one["event_line"] for one in chat.messages(group)["messages"] if one["event_line"]]


def disable(user: str) -> None:
	account = frappe.get_doc("User", user)
	account.enabled = 0
	account.save()
	forget_people()


def test_the_only_admin_names_another_before_he_leaves() -> None:
	group = make_group()
	with acting_as(ANNA):
		for act in (
			lambda: chat_groups.leave(group),
			lambda: chat_groups.remove_member(group, ANNA),
			lambda: chat_groups.set_admin(group, ANNA, 0),
		):
			with pytest.raises(frappe.ValidationError, match="only admin"):
				act()
		chat_groups.set_admin(group, BORIS, 1)
		chat_groups.leave(group)
	assert admins(group) == [BORIS]


@pytest.mark.parametrize("way", ["leave", "remove"])
def test_an_archived_group_goes_to_its_oldest_member_when_its_admin_leaves(way: str) -> None:
	group = make_group(members=(CLARA, BORIS))
	with acting_as(ANNA):
		chat_groups.archive(group)
		chat_groups.leave(group) if way == "leave" else chat_groups.remove_member(group, ANNA)
	assert admins(group) == [CLARA]
	assert lines(group, BORIS)[-1] == "Clara Tester looks after the group now"
	with acting_as(CLARA):
		assert chat_groups.unarchive(group)["group"]["archived"] == 0


def test_the_admin_of_an_archived_group_stays_one() -> None:
	group = make_group()
	with acting_as(ANNA):
		chat_groups.archive(group)
		with pytest.raises(frappe.ValidationError, match="only admin"):
			chat_groups.set_admin(group, ANNA, 0)


@pytest.mark.parametrize("kind", ["Open", "Private"])
def test_whoever_leaves_last_closes_the_group(kind: str) -> None:
	group = make_group(kind, members=())
	with acting_as(ANNA):
		chat_groups.leave(group)
	assert (admins(group), archived(group)) == ([], 1)
	with acting_as(BORIS):
		assert group not in [one["name"] for one in chat_groups.find_open("Harbour")["groups"]]
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			chat_groups.join(group)


def test_a_group_goes_to_its_oldest_member_when_the_account_of_its_admin_is_closed() -> None:
	group = make_group(members=(CLARA, BORIS))
	disable(ANNA)
	assert set(admins(group)) == {ANNA, CLARA}
	with acting_as(CLARA):
		assert chat_groups.rename_group(group, "Pier")["group"]["title"] == "Pier"


def test_a_group_with_another_admin_stays_with_him() -> None:
	group = make_group(members=(CLARA, BORIS))
	with acting_as(ANNA):
		chat_groups.set_admin(group, BORIS, 1)
	disable(ANNA)
	assert set(admins(group)) == {ANNA, BORIS}


def test_an_admin_whose_account_is_closed_too_looks_after_nothing() -> None:
	group = make_group(members=(CLARA, BORIS))
	with acting_as(ANNA):
		chat_groups.set_admin(group, CLARA, 1)
	frappe.db.set_value("User", CLARA, "enabled", 0)
	frappe.clear_document_cache("User", CLARA)
	disable(ANNA)
	assert set(admins(group)) == {ANNA, CLARA, BORIS}


def test_an_account_that_becomes_one_of_the_website_looks_after_nothing() -> None:
	group = make_group(members=(CLARA,))
	account = frappe.get_doc("User", ANNA)
	account.set("roles", [])
	account.user_type = "Website User"
	account.save()
	forget_people()
	assert CLARA in admins(group)


def test_an_account_that_is_deleted_leaves_its_groups_to_others() -> None:
	user = frappe.get_doc(doctype="User", email="short@td-test.example", first_name="S", send_welcome_email=0)
	user.append_roles("Task Discipline User")
	user.insert()
	with acting_as(user.name):
		group = chat_groups.make_group("Private", "Short", members=[BORIS])["group"]["name"]
	frappe.delete_doc("User", user.name)
	assert BORIS in admins(group)


def test_an_ordinary_save_of_an_account_changes_no_group() -> None:
	group = make_group()
	account = frappe.get_doc("User", ANNA)
	account.bio = "x"
	account.save()
	assert admins(group) == [ANNA]
