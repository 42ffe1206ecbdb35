"""Questions to a person with a moment to answer by: asked, taken back, and what stands open."""

from datetime import datetime

import frappe
from frappe import _

from task_discipline import chat_rights
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.domain import chat_text, questions
from task_discipline.domain.questions import Refusal, State
from task_discipline.services import clock, inputs, settings
from task_discipline.services.chat import answers, groups, messages, people, rate, standing, view

Row = frappe._dict
Shown = dict[str, object]
NO_QUESTIONS: Shown = {"mine": [], "asked": [], "people": {}}
_MOST = 50
_COLUMNS = (
	"said.name, said.chat_group, said.author, said.question_to, said.text, said.creation, said.answer_by"
)


def ask(group: object, text: object, person: object, answer_by: object, client_id: object) -> Shown:
	"""Ask a member of the group for an answer by a moment; the same ``client_id`` twice is one question."""
	user = standing.person()
	about = standing.group_of(group, user)
	until = _moment(answer_by, person)
	_require_askable(about, user, person, until)
	if not messages.checked_text(text):
		frappe.throw(_("Write what you want to know."), frappe.MandatoryError)
	asked = {
		"kind": "Question",
		"question_to": person,
		"answer_by": until,
		"question_state": State.OPEN.value,
	}
	return messages.send(group, text, client_id, **asked)


def _moment(answer_by: object, person: object) -> datetime:
	until = inputs.moment(answer_by, _("Answer by"), person)
	if until is None:
		frappe.throw(_("Say until when you need the answer, as a date and time."), frappe.MandatoryError)
	return until


def _require_askable(about: Row, user: str, person: object, until: datetime) -> None:
	known = isinstance(person, str) and bool(person) and chat_rights.is_member(about.name, person)
	members = (str(person),) if known else ()
	refusal = questions.refusal(user, str(person), members, until, clock.now())
	if refusal is Refusal.ONESELF:
		frappe.throw(_("A question is for somebody else. Choose another member of the group."))
	if refusal is Refusal.NO_MEMBER:
		standing.refuse_stranger()
	if refusal is Refusal.PAST:
		frappe.throw(_("The answer is wanted at a moment that has passed. Choose a later one."))


def withdraw(message: object) -> Shown:
	"""Take a question back: its asker does, or an admin of the group."""
	rate.count("changes")
	row, about, user = messages.held(message)
	standing.require_open(about)
	if row.kind != "Question" or row.deleted:
		frappe.throw(_("This message is not a question."))
	state = State(row.question_state)
	is_admin = bool(about.is_admin) and about.kind not in ("Direct", "Record")
	if not questions.may_withdraw(state, is_asker=row.author == user, is_admin=is_admin):
		_refuse_withdrawal(state)
	answers.close([row])
	return view.page(view.stored([row.name]))["messages"][0]


def _refuse_withdrawal(state: State) -> None:
	if state is State.OPEN:
		frappe.throw(
			_("Only its asker and admins of the group take a question back."), frappe.PermissionError
		)
	frappe.throw(_("The question is {0} already. Reload the group to see it.").format(_(state.value)))


def standing_open() -> Shown:
	"""What the session's user is asked, the soonest first, and what he has asked and was not answered in time."""
	user = frappe.session.user
	if not (chat_rights.may_chat(user) and settings.load().chat.enabled):
		return NO_QUESTIONS
	mine = _rows("said.question_to = %(user)s", user)
	asked = _rows("said.author = %(user)s and said.answer_by <= %(now)s", user)
	found = [*mine, *asked]
	titles = groups.titles({row.chat_group for row in found}, user)
	return {
		"mine": [_shown(row, titles) for row in mine],
		"asked": [_shown(row, titles) for row in asked],
		"people": people.cards({person for row in found for person in (row.author, row.question_to)}),
	}


def _rows(condition: str, user: str) -> list[Row]:
	"""Open questions in groups to which the person still belongs."""
	return frappe.db.sql(
		f"""select {_COLUMNS} from `tab{MESSAGE}` said
		join `tab{MEMBER}` member on member.chat_group = said.chat_group and member.`user` = %(user)s
		join `tab{GROUP}` about on about.name = said.chat_group and about.archived = 0
		where said.question_state = 'Open' and said.deleted = 0 and {condition}
		order by said.answer_by, said.name limit {_MOST}""",
		{"user": user, "now": clock.now()},
		as_dict=True,
	)


def _shown(row: Row, titles: dict[str, str]) -> Shown:
	return {
		"name": row.name,
		"group": row.chat_group,
		"title": titles[row.chat_group],
		"author": row.author,
		"to": row.question_to,
		"line": chat_text.line_of(row.text),
		"creation": row.creation,
		"answer_by": row.answer_by,
	}
