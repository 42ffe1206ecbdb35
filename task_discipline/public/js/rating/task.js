// Why a task counts as it does, in the tab of its figures: asked for when somebody looks.

import { site_now, local } from "../words";
import { show_working } from "./lines";

const TAB = "figures_tab";

export function show_why(frm) {
	const $area = frm.fields_dict.why_view.$wrapper.empty().removeData("td-shown");
	const tab = frm.layout.tabs?.find((one) => one.df.fieldname === TAB);
	frm.set_df_property("why_section", "hidden", may_say_something(frm) ? 0 : 1);
	if (!tab || !may_say_something(frm)) return;
	tab.tab_link.off("click.td-why").on("click.td-why", () => load(frm, $area));
	if (tab.is_active()) load(frm, $area);
}

// What is under way and has time left has nothing to explain, unless somebody had it before.
function may_say_something({ doc }) {
	if (doc.__islocal) return false;
	const is_settled = ["Submitted", "Done", "Cancelled"].includes(doc.status);
	return is_settled || doc.deadline_moves > 0 || (doc.deadline && local(doc.deadline).isBefore(site_now()));
}

async function load(frm, $area) {
	const state = `${frm.docname} ${frm.doc.modified}`;
	if ($area.data("td-shown") === state) return;
	$area.data("td-shown", state);
	const { message: ratings } = await frappe.call({
		method: "task_discipline.api.ratings.why",
		args: { task: frm.docname },
		type: "GET",
	});
	if ($area.data("td-shown") !== state) return;
	if (ratings.length) return show_working($area, ratings);
	$area.html(
		$('<p class="text-muted">').text(__("Nothing counts yet: the task is under way and in time.")),
	);
}
