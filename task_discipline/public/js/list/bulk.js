// One action on every chosen task, with a result for each.

import { NAMES, asks, label_of } from "../task/actions";
import { ask } from "../task/dialogs";
import { escape } from "../words";

const CHUNK = 20;
const MOST = 500;
// Accepting starts the work too, so one of the two is enough in a menu.
const OFFERED = NAMES.filter((action) => action !== "start");
const HOST_ITEMS = [
	() => __("Assign To", null, "Button in list view actions menu"),
	() => __("Clear Assignment", null, "Button in list view actions menu"),
	() => __("Apply Assignment Rule", null, "Button in list view actions menu"),
	() => __("Edit", null, "Button in list view actions menu"),
];

export function add_bulk_actions(listview) {
	drop_host_items(listview);
	const items = Object.fromEntries(
		OFFERED.map((action) => [
			action,
			listview.page.add_actions_menu_item(
				label_of(action),
				() => start(listview, action, items[action].td_allowed),
				false,
			),
		]),
	);
	listview.page.actions_btn_group.on("show.bs.dropdown", () => offer(listview, items));
}

// A task changes by its actions only: the host's ways of assigning and editing many would all be refused.
function drop_host_items(listview) {
	const dropped = HOST_ITEMS.map((label) => label());
	listview.page.actions.find("li").each((_index, item) => {
		if (dropped.includes($(item).text().trim())) $(item).remove();
	});
}

function offer(listview, items) {
	const names = listview.get_checked_items(true);
	Object.values(items).forEach(($item) => $item.parent().hide());
	if (!names.length || names.length > MOST) return;
	frappe.xcall("task_discipline.api.tasks.actions_on_many", { names }).then((allowed) =>
		Object.entries(items).forEach(([action, $item]) => {
			$item.parent().toggle(action in allowed);
			$item.td_allowed = allowed[action];
			$item.find(".menu-item-label").text(label_with_count(action, allowed[action], names.length));
		}),
	);
}

const label_with_count = (action, count, chosen) =>
	count === chosen ? label_of(action) : `${label_of(action)} (${count || 0})`;

function start(listview, action, allowed) {
	const names = listview.get_checked_items(true);
	const send = (args) => run(listview, names, action, args);
	if (asks(action)) {
		ask(action, { send, intro: __("For each of the {0} chosen tasks.", [names.length]) });
		return;
	}
	frappe.confirm(question(label_of(action), allowed, names.length), () => send({}));
}

// Refusals are shown for the rest, so that nobody wonders where they went.
const question = (label, allowed, chosen) =>
	allowed === chosen
		? __("{0}: {1} tasks?", [label, chosen])
		: __("{0}: it is possible for {1} of the {2} chosen tasks. Go on?", [label, allowed, chosen]);

async function run(listview, names, action, args) {
	const rows = [];
	listview.disable_list_update = true;
	try {
		for (let done = 0; done < names.length; done += CHUNK) {
			show_progress(done, names.length);
			rows.push(...(await send_chunk(names.slice(done, done + CHUNK), action, args)));
		}
	} finally {
		listview.disable_list_update = false;
		frappe.hide_progress();
		show_results(listview, action, rows);
	}
}

const send_chunk = (names, action, args) =>
	frappe.xcall("task_discipline.api.tasks.act_on_many", { names, action, arguments: args });

function show_progress(done, total) {
	if (total > CHUNK) frappe.show_progress(__("Working on {0} tasks", [total]), done, total);
}

function show_results(listview, action, rows) {
	listview.clear_checked_items();
	listview.last_args = null;
	listview.refresh();
	const subjects = Object.fromEntries(listview.data.map((task) => [task.name, task.subject]));
	const failed = rows.filter((row) => !row.ok).length;
	frappe.msgprint({
		title: __("{0}: {1} done, {2} refused", [label_of(action), rows.length - failed, failed]),
		indicator: failed ? "orange" : "green",
		message: `<div class="td-results">${rows.map((row) => result_line(row, subjects[row.name])).join("")}</div>`,
	});
}

function result_line(row, subject) {
	const icon = frappe.utils.icon(row.ok ? "es-line-success" : "es-line-close-circle", "sm");
	const link = escape(frappe.utils.get_form_link("TD Task", row.name));
	return `<div class="td-result ${row.ok ? "" : "td-missing"}">
		${icon}
		<a href="${link}">${escape(subject || row.name)}</a>
		<span class="text-muted">${escape(row.ok ? __(row.status, null, "TD Task") : row.message)}</span>
	</div>`;
}
