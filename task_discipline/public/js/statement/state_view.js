// Where the month stands, what comes next, and what was said.

import { escape, when } from "../words";
import { try_again } from "./steps";
import { info, name_of } from "./view";

export function show_state(frm) {
	const $area = frm.fields_dict.state_view.$wrapper.empty();
	const { text, detail, colour } = describe(frm);
	$area.append(
		`<div class="td-state td-${colour}" role="status">
			<span class="td-state-text">${escape(text)}</span>
			<span class="td-state-detail">${escape(detail)}</span>
		</div>`,
		sums(frm),
		said(__("Objection of {0}", [frm.doc.full_name]), frm.doc.objection, frm.doc.objected_at),
		said(decision_title(frm), frm.doc.decision_reason, frm.doc.decided_at),
		payroll(frm),
	);
}

const WORDS = {
	"month end": () => ({
		text: __("Preview: the month is not over"),
		detail: __("It is drafted anew whenever a manager drafts the month"),
		colour: "gray",
	}),
	drafting: () => ({
		text: __("Preview: drafted before the month was over"),
		detail: __("A manager drafts the month again before it is shown"),
		colour: "orange",
	}),
	showing: (frm) => ({
		text: __("Draft: {0} has not seen it", [frm.doc.full_name]),
		detail: __("Once shown, it may be objected to for {0} days", [info(frm).objection_days]),
		colour: "gray",
	}),
	answer: (frm) => waits_for_answer(frm),
	"closing unanswered": (frm) => ({
		text: __("Not answered in time: the month may be closed"),
		detail: __("the time for objections ended {0}", [when(frm.doc.answer_by)]),
		colour: "orange",
	}),
	decision: (frm) => ({
		text: __("{0} objects: a manager decides", [frm.doc.full_name]),
		detail: __("objected {0}", [when(frm.doc.objected_at)]),
		colour: "orange",
	}),
	closing: (frm) => ready(frm),
	nothing: (frm) => ({
		text: __("Closed", null, "TD Discipline Statement"),
		detail: __("{0}, {1}. Corrections are entries of a later month.", [
			name_of(frm, frm.doc.closed_by),
			when(frm.doc.closed_at),
		]),
		colour: "purple",
	}),
};

const describe = (frm) => WORDS[info(frm).next](frm);

function waits_for_answer(frm) {
	const until = when(frm.doc.answer_by);
	if (info(frm).is_person)
		return {
			text: __("Please look at your month: agree or object until {0}", [until]),
			detail: __("Whoever has said nothing by then is taken not to object"),
			colour: "blue",
		};
	return {
		text: __("{0} may answer until {1}", [frm.doc.full_name, until]),
		detail: __("Without an answer it may be closed after that"),
		colour: "blue",
	};
}

function ready(frm) {
	if (frm.doc.state === "Agreed")
		return {
			text: __("{0} agrees: the month may be closed", [frm.doc.full_name]),
			detail: __("agreed {0}", [when(frm.doc.answered_at)]),
			colour: "green",
		};
	return {
		text: __("Decided: {0}. The month may be closed", [
			__(frm.doc.decision, null, "TD Discipline Statement"),
		]),
		detail: `${name_of(frm, frm.doc.decided_by)}, ${when(frm.doc.decided_at)}`,
		colour: "green",
	};
}

function sums(frm) {
	const { sums: found, mode } = info(frm);
	const box = (label, value, look) =>
		`<div class="td-sum ${look}"><span class="text-muted">${escape(label)}</span>
			<span class="td-sum-value">${escape(value)}</span></div>`;
	return `<div class="td-sums">
			${box(__("Fines"), found.fines, flt(frm.doc.fines) < 0 ? "td-sum-fine" : "")}
			${box(__("Rewards"), found.rewards, flt(frm.doc.rewards) > 0 ? "td-sum-reward" : "")}
			${box(__("Net"), found.net, "td-sum-net")}
		</div>
		<p class="td-hint text-muted">${escape(mode)}</p>`;
}

const decision_title = (frm) =>
	frm.doc.decision
		? __("Decision of {0}: {1}", [
				name_of(frm, frm.doc.decided_by),
				__(frm.doc.decision, null, "TD Discipline Statement"),
			])
		: "";

function said(title, words, moment) {
	if (!words) return null;
	return $('<div class="td-panel">').append(
		$("<strong>").text(title),
		$('<span class="text-muted td-said-when">').text(when(moment)),
		$("<blockquote>").text(words),
	);
}

function payroll(frm) {
	const { payroll_state: state, payroll_note: note } = frm.doc;
	if (!state) return null;
	const $panel = $('<div class="td-panel td-payroll">');
	if (state === "Refused") {
		$panel.append($("<strong>").text(__("HRMS did not take the sums")), $("<blockquote>").text(note));
		if (info(frm).may_try_payroll) $panel.append(again(frm));
	} else {
		$panel.append($("<strong>").text(__("Drafted in HRMS, for its people to submit")));
	}
	return $panel.append(drafts(frm));
}

const again = (frm) =>
	$('<button type="button" class="btn btn-default btn-sm td-payroll-again">')
		.text(__("Try Again"))
		.on("click", () => try_again(frm));

// Whoever has no rights in HRMS reads the number only.
function drafts(frm) {
	const names = [frm.doc.payroll_document, frm.doc.payroll_reward].filter(Boolean);
	const may_open = frappe.model.can_read("Additional Salary");
	return names.map((name) => {
		const $line = $('<div class="td-payroll-draft">');
		if (!may_open) return $line.text(name);
		return $line.append(
			$("<a>").attr("href", frappe.utils.get_form_link("Additional Salary", name)).text(name),
		);
	});
}
