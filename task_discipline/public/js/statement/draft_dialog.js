// Choose a month and perhaps people, follow the work, and read what became of each.

import { escape } from "../words";
import { months_back } from "./months";

const DOOR = "task_discipline.api.statements.";
const EVERY_MS = 1000;
const SHOWN = 200;

export class DraftDialog {
	constructor(listview) {
		this.listview = listview;
	}

	open() {
		const months = months_back(36);
		this.dialog = new frappe.ui.Dialog({
			title: __("Draft a month"),
			fields: [
				{ fieldtype: "HTML", fieldname: "place" },
				{
					fieldtype: "Select",
					fieldname: "period",
					label: __("Month"),
					description: __("The month that runs gives a preview, which nobody is shown."),
					options: months,
					default: months[1].value,
					reqd: 1,
				},
				{
					fieldtype: "MultiSelectPills",
					fieldname: "users",
					label: __("People"),
					description: __("Empty: everybody with tasks, fines or rewards in the month"),
					get_data: (txt) =>
						frappe.db.get_link_options("User", txt, { enabled: 1, user_type: "System User" }),
				},
			],
			primary_action_label: __("Draft", null, "button"),
			primary_action: ({ period, users }) => this.start(period, users),
		});
		this.$place = this.dialog.fields_dict.place.$wrapper.append(
			$('<p class="text-muted">').text(
				__(
					"Drafts are made anew as often as you like. What was shown to its person stays as it was shown.",
				),
			),
		);
		this.dialog.onhide = () => clearTimeout(this.timer);
		this.dialog.show();
	}

	async start(period, users) {
		const args = { period, users: users?.length ? users : null };
		this.dialog.disable_primary_action();
		try {
			this.follow(await frappe.xcall(`${DOOR}draft_month`, args));
		} catch {
			this.dialog.enable_primary_action();
		}
	}

	follow(state) {
		this.dialog.get_primary_btn().addClass("hide");
		["period", "users"].forEach((field) => this.dialog.set_df_property(field, "hidden", 1));
		if (state.state !== "running") {
			this.$place.html(result(state));
			this.listview.last_args = null; // the host would ask nothing anew
			this.listview.refresh();
			return;
		}
		this.$place.html(progress(state));
		this.timer = setTimeout(async () => this.follow(await frappe.xcall(`${DOOR}draft_state`)), EVERY_MS);
	}
}

function progress({ month, done, total }) {
	const percent = total ? Math.floor((100 * done) / total) : 5;
	const words = total
		? __("{0}: {1} of {2} people", [month, done, total])
		: __("{0}: the rules are applied", [month]);
	return `<p>${escape(words)}</p>
		<div class="progress"><div class="progress-bar" style="width: ${percent}%"></div></div>`;
}

function result(state) {
	if (state.state !== "done")
		return `<p>${__("The month could not be drafted.")}</p><p class="text-muted">${escape(state.result?.why || __("The error log says why. Try again."))}</p>`;
	const { made, refreshed, there, skipped, notes } = state.result;
	const parts = [
		group(__("Drafted ({0})", [made.length]), made),
		group(__("Drafted anew ({0})", [refreshed.length]), refreshed),
		group(__("Out of the drafts already ({0})", [there.length]), there),
		group(__("Skipped ({0})", [skipped.length]), skipped),
	].join("");
	const nothing = `<p>${escape(__("Nobody had tasks, fines or rewards in {0}: there is nothing to draft.", [state.month]))}</p>`;
	const remarks = notes.map((note) => `<p class="text-muted">${escape(note)}</p>`).join("");
	return `<h5>${escape(state.month)}</h5>${parts || nothing}${remarks}`;
}

function group(title, people) {
	if (!people.length) return "";
	const lines = people
		.slice(0, SHOWN)
		.map(
			({ name, why }) =>
				`<div class="td-result"><span>${escape(name)}</span> <span class="text-muted">${escape(why)}</span></div>`,
		);
	const rest =
		people.length > SHOWN
			? `<p class="text-muted">${__("and {0} more", [people.length - SHOWN])}</p>`
			: "";
	return `<div class="td-draft-group"><strong>${escape(title)}</strong>${lines.join("")}${rest}</div>`;
}
