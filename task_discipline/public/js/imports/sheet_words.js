// What the dry run of a sheet has to say.

import { escape, when } from "../words";
import { pill, remark } from "./words";

const MOST_ROWS = 12;

export function sheet_counts(found) {
	const told = [
		[found.coming, __("come")],
		[found.there, __("are here already")],
		[found.left_out, __("do not come")],
	];
	const figures = told.map(([number, words]) => `<li><strong>${number}</strong> ${escape(words)}</li>`);
	return `<p>${__(
		"Nothing is written yet. Tasks come as New, with the checks of the form; each person is told once of all of theirs.",
	)}</p><ul class="td-import-counts">${figures.join("")}</ul>${people(found)}${columns(found)}${next_step(found)}`;
}

function next_step({ coming }) {
	if (!coming) return "";
	const words = frappe.model.can_create("Data Import")
		? __("Prepare the Import opens it in Data Import, where you look once more and start it.")
		: __("Download the file and let a System Manager start it in Data Import.");
	return `<p>${words} <button type="button" class="btn btn-default btn-xs td-import-save">${__(
		"Download the File",
	)}</button></p>`;
}

function people({ unknown_people }) {
	if (!unknown_people.length) return "";
	const lines = unknown_people.map(
		({ name, advice, rows: numbers, number }) =>
			`<li><strong>${escape(name)}</strong> (${escape(rows(numbers, number))}). ${escape(advice)}</li>`,
	);
	return `<p>${__("People who are not known here:")}</p><ul class="td-import-people">${lines.join("")}</ul>`;
}

function rows(numbers, number) {
	const shown = numbers.slice(0, MOST_ROWS).join(", ");
	if (number === 1) return __("row {0}", [shown]);
	return number > MOST_ROWS ? __("rows {0} and others", [shown]) : __("rows {0}", [shown]);
}

const columns = ({ unknown_columns }) =>
	unknown_columns.length
		? `<p class="text-muted">${escape(__("Columns that are not brought: {0}", [unknown_columns.join(", ")]))}</p>`
		: "";

export function sheet_lines(found) {
	const heads = [__("Row"), __("Task"), __("What happens"), __("Responsible"), __("Deadline")];
	return `<thead><tr>${heads.map((head) => `<th>${escape(head)}</th>`).join("")}</tr></thead>
		<tbody>${found.lines.map(line).join("")}${rest(found)}</tbody>`;
}

const line = (row) => `<tr>
	<td>${row.row}</td>
	<td>${escape(row.subject || "")}<div class="td-import-remark">${escape(row.id)}</div></td>
	<td>${fate(row)}${row.remarks.map(remark).join("")}</td>
	<td>${escape(row.responsible || "")}</td>
	<td>${escape(due(row))}</td></tr>`;

function due({ deadline, day }) {
	if (day) return frappe.datetime.str_to_user(day);
	return deadline ? when(deadline) : "";
}

function fate(row) {
	if (row.known_as) {
		const link = frappe.utils.get_form_link("TD Task", row.known_as);
		return `${pill("gray", __("Is here"))} <a href="${escape(link)}" target="_blank">${escape(row.known_as)}</a>`;
	}
	if (row.left_out) return pill("orange", __("Does not come")) + remark(row.left_out);
	return pill("blue", __("Comes as {0}", [__("New", null, "TD Task")]));
}

const rest = ({ more }) =>
	more ? `<tr><td colspan="5" class="text-muted">${__("and {0} more", [more])}</td></tr>` : "";
