// The list of statements: whose month, where it stands, and a month drafted, shown and closed for many at once.

import { spoken } from "../dates";
import { escape } from "../words";

const COLOURS = { Draft: "gray", Shown: "blue", Agreed: "green", Objected: "orange", Closed: "purple" };

const BUNDLES = ["td_statement.bundle.css", "td_statement.bundle.js"];

// What managers alone do is loaded when they do it.
const with_tools = (work) => () => frappe.require(BUNDLES, () => work(task_discipline.statements));

const is_manager = () =>
	frappe.user.has_role("Task Discipline Manager") || frappe.session.user === "Administrator";

export const settings = {
	add_fields: ["state", "period", "net", "unit", "full_name", "decided_at", "answer_by", "payroll_state"],
	hide_name_column: true,
	get_indicator: ({ state, decided_at }) =>
		state === "Objected" && decided_at
			? [__("Decided"), "green", "state,=,Objected|decided_at,is,set"]
			: [__(state, null, "TD Discipline Statement"), COLOURS[state], `state,=,${state}`],

	onload(listview) {
		if (listview.view_name !== "List") return;
		listview.page.add_inner_button(__("Register of a Month"), () =>
			frappe.set_route("query-report", "Fines and Rewards"),
		);
		// The host would leave out the sum, which is what the list is for.
		listview.list_view_settings.total_fields ||= 6;
		listview.setup_columns();
		listview.render_header(true);
		if (!is_manager()) return;
		// The host keeps its own primary button for whoever may make a record by hand, which nobody may here.
		listview.page
			.add_inner_button(
				__("Draft a Month"),
				with_tools(({ draft }) => draft(listview)),
			)
			.removeClass("btn-default")
			.addClass("btn-primary");
		const add = (label, step) =>
			listview.page.add_actions_menu_item(
				label,
				with_tools(({ act_on_chosen }) => act_on_chosen(listview, step)),
				false,
			);
		add(__("Show to the People"), "show_to_person");
		add(__("Close"), "close_month");
	},

	formatters: {
		period: (value) => escape(spoken(moment(value), "MMMM YYYY")),
		net: (value, _df, { unit }) => sum(value, unit),
	},
};

function sum(value, unit) {
	const amount = Math.abs(flt(value));
	const places = Math.round(amount * 1000) % 10 ? 3 : 2; // coins of some currencies are thousandths
	const words = `${flt(value) < 0 ? "−" : ""}${window.format_number(amount, null, places)} ${unit || ""}`;
	return `<span class="td-list-sum">${escape(words.trim())}</span>`;
}
