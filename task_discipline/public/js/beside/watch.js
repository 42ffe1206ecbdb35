// Forms and lists of other apps: what stands beside their records is loaded when the first of them is opened.

const BUNDLES = ["td_beside.bundle.css", "td_beside.bundle.js"];

export function watch_records() {
	if (!frappe.model.can_read("TD Task")) return;
	$(document).on("form-refresh", (_event, frm) => {
		if (has_tasks(frm.meta) && !frm.is_new()) load().then(() => task_discipline.beside.show(frm));
	});
	watch_lists(frappe.views.ListView?.prototype);
}

const load = () => new Promise((done) => frappe.require(BUNDLES, done));

const has_tasks = (meta) =>
	meta.module !== "Task Discipline" && !meta.issingle && !meta.istable && !meta.is_virtual;

// The host tells nobody that it has drawn the rows of a list.
function watch_lists(list) {
	const doctypes = frappe.boot.task_discipline?.record_lists || [];
	if (!list || !doctypes.length) return;
	const render_list = list.render_list;
	list.render_list = function (...args) {
		render_list.apply(this, args);
		if (this.view_name !== "List" || !this.data.length || !doctypes.includes(this.doctype)) return;
		load().then(() => task_discipline.beside.count_rows(this));
	};
}
