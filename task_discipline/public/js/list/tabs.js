// Whose tasks the list shows: "My tasks", "Set by me", "Observing", "All"; open ones unless closed ones are asked for.

import { OPEN_STATES } from "../standing";
import { role_needed } from "../words";
import { in_place_of } from "./empty";

const TABS = [
	{
		name: "mine",
		label: () => __("My Tasks"),
		filters: (view) => [["TD Task", "name", "in", view.mine.length ? view.mine : [""]]],
		empty: () => __("Nothing is waiting for you. Tasks that you answer for or work on appear here."),
	},
	{
		name: "set_by_me",
		label: () => __("Set by Me"),
		filters: () => [["TD Task", "assigner", "=", frappe.session.user]],
		empty: () =>
			frappe.model.can_create("TD Task")
				? __("None of your orders is open. Set a task with the button above.")
				: role_needed(),
	},
	{
		name: "observing",
		label: () => __("Observing"),
		filters: () => [
			["TD Task User", "user", "=", frappe.session.user],
			["TD Task User", "parentfield", "=", "observers"],
		],
		empty: () => __("You watch no open task. An assigner can add you to a task as an observer."),
	},
	{
		name: "all",
		label: () => __("All"),
		filters: () => [],
		empty: () => __("No task to show. You see the tasks that you or your people have a part in."),
	},
];

const tab_named = (wanted) => TABS.find(({ name }) => name === wanted);

export function add_tabs(listview) {
	const tab = tab_named(listview.view_user_settings.td_tab) ? listview.view_user_settings.td_tab : "mine";
	const view = { tab, closed: false, mine: [], counts: {}, $bar: bar() };
	listview.page.page_form.before(view.$bar);
	view.$bar.on("click", "[data-tab]", (event) => choose(listview, view, event.currentTarget.dataset.tab));
	view.$bar.on("change", ".td-closed", (event) => {
		view.closed = event.currentTarget.checked;
		reload(listview);
	});
	follow_links(listview, view);
	narrow(listview, view);
	listview.td_tabs = view;
}

function bar() {
	const tabs = TABS.map(
		({ name, label }) =>
			`<button type="button" class="btn td-tab" data-tab="${name}">${label()} <span class="td-count"></span></button>`,
	);
	return $(`<div class="td-tabs" role="group" aria-label="${__("Tasks")}">
		${tabs.join("")}
		<label class="td-closed-label"><input type="checkbox" class="td-closed"> ${__("Show closed")}</label>
	</div>`);
}

function choose(listview, view, tab) {
	view.tab = tab;
	listview.save_view_user_settings({ td_tab: tab });
	listview.start = 0;
	reload(listview);
}

// The host drops a refresh that asks the same within three seconds.
function reload(listview) {
	listview.last_args = null;
	listview.refresh();
}

// Our filters go to the server with every question (rows, count, export) but are not shown, saved or put in the address.
function narrow(listview, view) {
	const shown_filters = listview.get_filters_for_args.bind(listview);
	listview.get_filters_for_args = () => [...shown_filters(), ...hidden_filters(view, shown_filters())];
	listview.get_search_params = () => search_params(shown_filters());
	const no_result = listview.get_no_result_message.bind(listview);
	listview.get_no_result_message = () =>
		shown_filters().length ? no_result() : in_place_of(no_result(), tab_named(view.tab).empty());
}

function hidden_filters(view, shown) {
	const filters = tab_named(view.tab).filters(view);
	const asks_for_state = shown.some(([, fieldname]) => ["status", "timeliness"].includes(fieldname));
	return view.closed || asks_for_state ? filters : [...filters, ["TD Task", "status", "in", OPEN_STATES]];
}

function search_params(filters) {
	const params = new URLSearchParams();
	filters.forEach(([, fieldname, operator, value]) =>
		params.append(fieldname, operator === "=" ? value : JSON.stringify([operator, value])),
	);
	return params;
}

// The names of one's own tasks and the counts are asked anew with every refresh of the list.
function follow_links(listview, view) {
	const before_refresh = listview.before_refresh.bind(listview);
	listview.before_refresh = () => {
		if (!$.isEmptyObject(frappe.route_options)) read_route(view);
		return before_refresh();
	};
	const refresh = listview.refresh.bind(listview);
	listview.refresh = (...args) => load(view).then(() => refresh(...args));
	listview.debounced_refresh = frappe.utils.debounce(
		() => load(view).then(() => listview.process_document_refreshes()),
		2000,
	);
}

function load(view) {
	return frappe.xcall("task_discipline.api.tasks.list_tabs").then(({ mine, counts }) => {
		Object.assign(view, { mine, counts });
		show(view);
	});
}

function show(view) {
	TABS.forEach(({ name }) => {
		const $tab = view.$bar.find(`[data-tab="${name}"]`);
		$tab.toggleClass("td-chosen", name === view.tab).attr("aria-pressed", name === view.tab);
		$tab.find(".td-count").text(view.counts[name] || "");
	});
	view.$bar.find(".td-closed").prop("checked", view.closed);
}

// A shortcut of the workspace, and a link of My Day, names a tab by the filter that comes nearest to it; what else it
// asks for narrows the tab down. Any other filter is for all tasks.
const SHORTCUTS = { _assign: "mine", assigner: "set_by_me", parentfield: "observing" };

function read_route(view) {
	const { user, ...asked } = frappe.route_options;
	const named = Object.keys(asked).filter((fieldname) => fieldname in SHORTCUTS);
	view.tab = "all";
	if (named.length !== 1 || !is_about_me([asked[named[0]], user])) return;
	Object.assign(view, { tab: SHORTCUTS[named[0]], closed: false });
	delete asked[named[0]];
	if (asks_for_open_states(asked.status)) delete asked.status;
	frappe.route_options = $.isEmptyObject(asked) ? null : asked;
}

const is_about_me = (asked) => JSON.stringify(asked).includes(frappe.session.user);

// The tabs show open tasks anyway.
const asks_for_open_states = (status) =>
	!status || OPEN_STATES.every((state) => JSON.stringify(status).includes(state));
