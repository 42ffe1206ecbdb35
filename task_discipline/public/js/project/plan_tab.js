// The plan of a project in its tab: its code and its tasks are asked for when somebody looks.

export function show_plan_when_seen(frm) {
	const place = frm.fields_dict.plan_view.$wrapper[0];
	frm.td_plan_seen?.disconnect();
	if (frm.is_new()) return;
	frm.td_plan_seen = new IntersectionObserver(([{ isIntersecting }]) => {
		if (!isIntersecting) return;
		frm.td_plan_seen.disconnect();
		frappe.require(["td_plan.bundle.css", "td_plan.bundle.js"], () =>
			task_discipline.show_plan(place, frm.docname),
		);
	});
	frm.td_plan_seen.observe(place);
}
