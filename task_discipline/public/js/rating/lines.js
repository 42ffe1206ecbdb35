// The working behind a rating: what was judged, the sums of each deadline line by line, and what else matters.

import { escape } from "../words";

const COLOURS = { Early: "green", "On Time": "green", Late: "red" };

export function show_working($area, ratings) {
	const with_names = ratings.length > 1;
	$area.html(ratings.map((rating) => working_of(rating, with_names)).join(""));
}

function working_of({ name, outcome, verdicts, blocks, remarks }, with_name) {
	const who = with_name || !outcome ? `<h6 class="td-why-person">${heading(name, outcome)}</h6>` : "";
	return `<section class="td-why">
		${who}
		${verdicts.map(verdict_line).join("")}
		${blocks.map(block_of).join("")}
		${remarks.map((remark) => `<p class="td-why-remark">${escape(remark)}</p>`).join("")}
	</section>`;
}

// A task that is somebody's still is not rated yet: this is what it would come to now.
function heading(name, outcome) {
	return escape(outcome ? `${name}: ${__(outcome, null, "TD Task Rating")}` : __("{0}, so far", [name]));
}

function verdict_line({ title, timeliness, words }) {
	return `<div class="td-why-verdict">
		<span class="indicator-pill no-indicator-dot ${COLOURS[timeliness] || "gray"}">${escape(__(timeliness, null, "TD Task Rating"))}</span>
		<span>${escape(title)}: ${escape(words)}</span>
	</div>`;
}

function block_of({ title, lines }) {
	return `<table class="td-why-sums">
		<caption>${escape(title)}</caption>
		<tbody>${lines.map(line_of).join("")}</tbody>
	</table>`;
}

function line_of({ words, amount, kind }) {
	const sign = kind === "minus" ? "−\u2009" : "";
	return `<tr class="${kind === "sum" ? "td-why-sum" : ""}">
		<th scope="row">${escape(words)}</th>
		<td>${sign}${escape(amount)}</td>
	</tr>`;
}
