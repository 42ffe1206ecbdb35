// What the dry run and the import have to say.

import { colour_of } from "../standing";
import { escape, when } from "../words";

export function counts(found) {
	const told = [
		[found.coming, __("come")],
		[found.there, __("are here already")],
		[found.left_out, __("do not come")],
		[found.new_projects, __("new projects")],
		[found.known_projects, __("projects that are here")],
	];
	const figures = told.map(([number, words]) => `<li><strong>${number}</strong> ${escape(words)}</li>`);
	return `<p>${__(
		"Nothing is written yet. Each task comes with its people, dates, state, parent, what it waits for and its project, and keeps a link to ERPNext's. Nobody is told. What is here already is left as it is, so that you may import again at any time.",
	)}</p><ul class="td-import-counts">${figures.join("")}</ul>`;
}

export function lines(found) {
	if (!found.lines.length) return `<tbody><tr><td>${__("There is no task in ERPNext.")}</td></tr></tbody>`;
	const heads = [__("Task"), __("What happens"), __("Responsible"), __("Deadline")];
	return `<thead><tr>${heads.map((head) => `<th>${escape(head)}</th>`).join("")}</tr></thead>
		<tbody>${found.lines.map(line).join("")}${rest(found)}</tbody>`;
}

const line = (row) => `<tr>
	<td><a href="${escape(frappe.utils.get_form_link("Task", row.task))}" target="_blank">${escape(row.task)}</a>
		<div>${escape(row.subject)}</div></td>
	<td>${fate(row)}${row.remarks.map((remark) => `<div class="td-import-remark">${escape(remark)}</div>`).join("")}</td>
	<td>${escape(row.responsible || "")}</td>
	<td>${row.deadline ? escape(when(row.deadline)) : ""}</td></tr>`;

function fate(row) {
	if (row.left_out) return pill("orange", __("Does not come")) + remark(row.left_out);
	if (row.known_as) {
		const link = frappe.utils.get_form_link("TD Task", row.known_as);
		return `${pill("gray", __("Is here"))} <a href="${escape(link)}" target="_blank">${escape(row.known_as)}</a>`;
	}
	return pill(colour_of(row.status), __("Comes as {0}", [__(row.status, null, "TD Task")]));
}

export const pill = (colour, words) =>
	`<span class="indicator-pill no-indicator-dot ${colour}">${escape(words)}</span>`;

export const remark = (words) => `<div class="td-import-remark">${escape(words)}</div>`;

const rest = ({ next }) =>
	next
		? `<tr class="td-import-rest"><td colspan="4"><button type="button" class="btn btn-default btn-xs td-import-more"
			data-start="${next}">${__("Show More")}</button></td></tr>`
		: "";

export function progress({ done, total }) {
	const share = total ? Math.floor((100 * done) / total) : 0;
	return `<p role="status">${total ? __("{0} of {1} tasks are here", [done, total]) : __("Reading ERPNext's tasks")}</p>
		<div class="progress"><div class="progress-bar" style="width: ${share}%"></div></div>
		<p class="text-muted">${__("You may close this and come back: the import goes on.")}</p>`;
}

export function result(state) {
	if (state.state !== "done") {
		return `<p>${__(
			"The import stopped. The Error Log says why. Start it again: what is here already is not made twice.",
		)}</p>`;
	}
	const came = state.done - state.failed.length;
	const failed = state.failed.length
		? `<p>${__("{0} tasks could not be written: {1}. The Error Log says why.", [
				state.failed.length,
				escape(state.failed.join(", ")),
			])}</p>`
		: "";
	return `<p role="status"><strong>${__("{0} tasks came.", [came])}</strong>
		<a href="/app/td-task?imported_from=${encodeURIComponent('["is","set"]')}">${__("Show them")}</a></p>${failed}`;
}
