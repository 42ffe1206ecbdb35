// The address under which calendars of other programs show one's deadlines and milestones.

import { escape } from "../words";

const DOOR = "task_discipline.api.feed.";

export async function show_feed(frm, is_own) {
	frm.toggle_display("calendar_section", is_own);
	if (is_own) render(frm, await frappe.xcall(`${DOOR}address`));
}

function render(frm, address) {
	const place = frm.fields_dict.calendar_view.$wrapper.empty();
	place.append(
		`<p>${__(
			"Your deadlines and milestones in Outlook, Google Calendar or on your phone: subscribe to this address there.",
		)}</p>`,
	);
	if (address) offer(frm, place, address);
	else button(place, __("Make an Address"), "btn-default", () => renew(frm));
}

function offer(frm, place, address) {
	place.append(
		`<input class="form-control td-feed-address" readonly aria-label="${__("Calendar address")}" value="${escape(address)}">`,
		`<p class="text-muted small">${__(
			"Whoever has this address sees your deadlines. Show it to nobody, and make a new one if somebody has it.",
		)}</p>`,
	);
	place.find("input").on("focus", (event) => event.target.select());
	button(place, __("Copy"), "btn-primary", () => frappe.utils.copy_to_clipboard(address));
	button(place, __("New Address"), "btn-default", () =>
		frappe.confirm(
			__("The present address stops at once, in every calendar that uses it. Make a new one?"),
			() => renew(frm),
		),
	);
	button(place, __("Switch Off"), "btn-default", () =>
		frappe.confirm(
			__("No calendar will show your deadlines any more. Switch the address off?"),
			async () => {
				await frappe.xcall(`${DOOR}revoke`);
				await settled(frm, null, __("The calendar address is switched off."));
			},
		),
	);
}

async function renew(frm) {
	const address = await frappe.xcall(`${DOOR}renew`);
	await settled(frm, address, __("This is your new calendar address."));
}

// The first address makes the record of the preferences; the form has to know of it before it is saved.
async function settled(frm, address, words) {
	frappe.show_alert({ message: words, indicator: "green" });
	if (frm.is_new()) {
		frappe.model.remove_from_locals(frm.doctype, frm.docname);
		return frappe.set_route("Form", frm.doctype, frappe.session.user);
	}
	if (frm.is_dirty()) return render(frm, address);
	return frm.reload_doc();
}

function button(place, label, kind, act) {
	$(`<button type="button" class="btn btn-sm ${kind} mr-2">${label}</button>`)
		.on("click", act)
		.appendTo(place);
}
