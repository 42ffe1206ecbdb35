// Open and overdue tasks of the rows of a list, asked for all rows at once.

import { escape } from "../words";
import { count_words, link_to } from "./words";

export function count_rows(listview) {
	const names = listview.data.map((row) => row.name);
	return frappe
		.xcall("task_discipline.api.records.counts", { doctype: listview.doctype, names })
		.then((counts) => draw(listview, names, counts));
}

function draw(listview, names, counts) {
	const $rows = listview.$result.find(".list-row-container");
	// The list may show other rows by now; those asked for their own counts.
	if (listview.data.map((row) => row.name).join("\n") !== names.join("\n")) return;
	$rows.find(".td-row-counts").remove();
	names.forEach((name, index) => {
		const words = counts[name] && count_words(counts[name]);
		if (!words) return;
		const label = __("Open tasks of {0}", [name]);
		$rows
			.eq(index)
			.find(".list-subject")
			.append(
				`<a class="td-row-counts" href="${escape(link_to(listview.doctype, name))}" title="${escape(label)}">${words}</a>`,
			);
	});
}
