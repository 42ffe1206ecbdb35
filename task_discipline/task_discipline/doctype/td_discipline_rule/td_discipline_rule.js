const FINES = ["Late", "Working Day Late", "Late Review"];
const REWARDS = ["Streak", "Most Done on Time", "Early", "First-Pass Rate"];

frappe.ui.form.on("TD Discipline Rule", {
	refresh(frm) {
		offer_choices(frm);
		look(frm);
		frm.set_query("people", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.trigger("add_preview");
		task_discipline.name_pills(frm, "people");
	},
	kind(frm) {
		const events = frm.doc.kind === "Fine" ? FINES : REWARDS;
		if (!events.includes(frm.doc.event)) frm.set_value("event", events[0]);
		offer_choices(frm);
	},
	event(frm) {
		const kinds = amount_kinds(frm);
		if (!kinds.includes(frm.doc.amount_kind)) frm.set_value("amount_kind", kinds[0]);
		offer_choices(frm);
	},
	add_preview(frm) {
		const $place = frm.get_field("preview_view").$wrapper.empty();
		if (!is_manager()) return;
		$(`<button class="btn btn-default btn-sm">${__("Try it on last month")}</button>`)
			.appendTo($place)
			.on("click", () => try_on(frm, $place));
	},
	validate(frm) {
		frm.trigger("add_preview");
	},
});

// Every field of the terms changes what the rule says.
const WATCHED = (
	"title kind event clock amount_kind amount grace_minutes early_hours streak_length least_rate least_sample " +
	"cap_per_task cap_per_month cap_per_person who team people project template priority valid_from valid_until enabled"
).split(" ");
const look_soon = frappe.utils.debounce((frm) => look(frm), 300);
for (const field of WATCHED) frappe.ui.form.on("TD Discipline Rule", field, look_soon);

function is_manager() {
	return frappe.user.has_role("Task Discipline Manager") || frappe.session.user === "Administrator";
}

function amount_kinds(frm) {
	return [frm.doc.event === "Working Day Late" ? "Per Day" : "Fixed", "Percent of Base"];
}

function offer_choices(frm) {
	const is_share = frm.doc.amount_kind === "Percent of Base";
	frm.set_df_property("event", "options", frm.doc.kind === "Fine" ? FINES : REWARDS);
	frm.set_df_property("amount_kind", "options", amount_kinds(frm));
	frm.set_df_property("amount", "label", is_share ? __("Percent") : __("Amount"));
	frm.toggle_display("cap_per_task", [...FINES, "Early"].includes(frm.doc.event));
}

async function look(frm) {
	const asked = (frm.td_asked = (frm.td_asked || 0) + 1);
	const { message } = await frappe.call({
		method: "task_discipline.api.money.look",
		args: { doc: frm.doc },
	});
	if (asked !== frm.td_asked) return; // a newer answer is on its way
	const $place = frm.get_field("summary_view").$wrapper.empty();
	const $box = $('<div class="td-rule-words" role="status"></div>').appendTo($place);
	if (message.error) {
		$('<p class="text-muted"></p>').text(message.error).appendTo($box);
		return;
	}
	$("<p><b></b></p>").find("b").text(message.summary).end().appendTo($box);
	// The server has escaped the titles.
	for (const words of message.overlaps)
		$('<p><span class="indicator orange"></span><span></span></p>')
			.find("span:last")
			.html(words)
			.end()
			.appendTo($box);
}

async function try_on(frm, $place) {
	const { message } = await frappe.call({
		method: "task_discipline.api.money.last_month",
		args: { doc: frm.doc },
		freeze: true,
		freeze_message: __("Counting last month…"),
	});
	$place.find(".td-rule-preview").remove();
	const $box = $('<div class="td-rule-preview mt-2" role="status"></div>').appendTo($place);
	for (const words of preview_words(message)) $("<p></p>").text(words).appendTo($box);
}

function preview_words(found) {
	if (found.error) return [found.error];
	if (!found.cases) return [__("{0}: no case. Nothing was stored.", [found.month]), ...found.notes];
	const lines = [
		__("{0}: {3} together. Cases: {1}, people: {2}. Nothing was stored.", [
			found.month,
			found.cases,
			found.people,
			found.sum,
		]),
	];
	if (found.cut) lines.push(__("A limit cut {0} of them.", [found.cut]));
	return [...lines, ...found.notes];
}
