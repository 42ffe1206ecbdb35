// Who has how much to do in the project, and in which states his tasks are.

import { colour_of } from "../standing";
import { escape } from "../words";
import { info, name_of } from "./view";

const SHOWN = 8;
const STATES = ["Done", "Submitted", "In Progress", "New", "On Hold", "Declined"];

export function people_panel(frm) {
	const { people } = info(frm);
	if (!people.length) return null;
	const $panel = $('<div class="td-workload">').append($('<div class="td-made-head">').text(__("People")));
	const $rows = $("<div>").appendTo($panel);
	fill(frm, $rows, people.slice(0, SHOWN));
	if (people.length > SHOWN) $panel.append(more(frm, $rows, people));
	return $panel.append(legend(info(frm).states));
}

function fill(frm, $rows, people) {
	const most = Math.max(...info(frm).people.map(size));
	$rows.html(people.map((person) => row(frm, person, most)).join(""));
}

const size = ({ states }) => STATES.reduce((sum, state) => sum + (states[state] || 0), 0);

function row(frm, person, most) {
	const name = name_of(frm, person.user);
	const address = `/app/td-task?${new URLSearchParams({ project: frm.docname, responsible: person.user })}`;
	return `<a class="td-person" href="${escape(address)}">
		<span class="td-person-name">${escape(name)}</span>
		<span class="td-person-bar" role="img" aria-label="${escape(in_words(person))}">${parts(person, most)}</span>
		<span class="td-person-open">${escape(__("{0} open", [person.open]))}</span>
		<span class="td-person-late ${person.overdue ? "td-overdue" : "text-muted"}">
			${person.overdue ? escape(__("{0} overdue", [person.overdue])) : ""}
		</span>
	</a>`;
}

const in_words = ({ states }) =>
	STATES.filter((state) => states[state])
		.map((state) => `${__(state, null, "TD Task")}: ${states[state]}`)
		.join(", ");

function parts({ states }, most) {
	return STATES.filter((state) => states[state])
		.map((state) => {
			const title = escape(`${__(state, null, "TD Task")}: ${states[state]}`);
			const width = (100 * states[state]) / most;
			return `<span class="td-bar-${colour_of(state)}" style="width: ${width}%" title="${title}"></span>`;
		})
		.join("");
}

function legend(states) {
	const items = STATES.filter((state) => states[state]).map(
		(state) =>
			`<span><span class="td-dot td-bar-${colour_of(state)}"></span>${escape(__(state, null, "TD Task"))} ${states[state]}</span>`,
	);
	return `<div class="td-legend text-muted small">${items.join("")}</div>`;
}

function more(frm, $rows, people) {
	return $('<button type="button" class="btn btn-default btn-xs td-show-all">')
		.text(__("Show all ({0})", [people.length]))
		.on("click", (event) => {
			fill(frm, $rows, people);
			event.currentTarget.remove();
		});
}
