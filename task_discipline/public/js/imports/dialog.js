// A dry run of the import line by line, the button that starts it, and how far it is.

import { counts, lines, progress, result } from "./words";

const DOOR = "task_discipline.api.imports.";
const EVERY_MS = 1500;

export class ImportDialog {
	open() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Import tasks of ERPNext"),
			size: "extra-large",
			fields: [{ fieldtype: "HTML", fieldname: "place" }],
		});
		this.$place = this.dialog.get_field("place").$wrapper.addClass("td-import");
		this.$place.on("click", ".td-import-more", (event) =>
			this.show_more(cint(event.currentTarget.dataset.start)),
		);
		this.dialog.onhide = () => clearTimeout(this.timer);
		this.dialog.show();
		this.look();
	}

	async look() {
		const state = await frappe.xcall(`${DOOR}state`);
		if (state.state === "running") return this.follow(state);
		this.show(await frappe.xcall(`${DOOR}dry_run`));
	}

	show(found) {
		this.$place.html(`${counts(found)}<table class="table td-import-lines">${lines(found)}</table>`);
		if (!found.coming) return;
		this.dialog.set_primary_action(
			found.coming === 1 ? __("Import one task") : __("Import {0} tasks", [found.coming]),
			() => this.start(),
		);
	}

	async show_more(start) {
		const found = await frappe.xcall(`${DOOR}dry_run`, { start });
		this.$place.find(".td-import-rest").remove();
		this.$place.find(".td-import-lines").append($(lines(found)).filter("tbody"));
	}

	async start() {
		this.dialog.get_primary_btn().addClass("hide");
		this.follow(await frappe.xcall(`${DOOR}start`));
	}

	follow(state) {
		if (state.state !== "running") {
			this.$place.html(result(state));
			return;
		}
		this.$place.html(progress(state));
		this.timer = setTimeout(async () => this.follow(await frappe.xcall(`${DOOR}state`)), EVERY_MS);
	}
}
