// A sheet of another program: what would come of it line by line, and the Data Import of the host that brings it.

import { sheet_counts, sheet_lines } from "./sheet_words";

const DOOR = "task_discipline.api.imports.";
const MOST_BYTES = 20_000_000;

export class SheetDialog {
	open() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Import tasks from a file"),
			size: "extra-large",
			fields: [
				{ fieldtype: "HTML", fieldname: "place" },
				{
					fieldtype: "Check",
					fieldname: "by_mail",
					label: __("Tell people by e-mail too, once each"),
					default: 1,
					hidden: 1,
				},
				{ fieldtype: "HTML", fieldname: "lines" },
			],
		});
		this.$place = this.dialog.get_field("place").$wrapper.addClass("td-import");
		this.$found = $('<div class="td-import-found" aria-live="polite">');
		this.$lines = this.dialog.get_field("lines").$wrapper.addClass("td-import");
		this.$place.append(chooser(), this.$found);
		this.$place.on("change", "input[type=file]", (event) => this.read(event.currentTarget.files[0]));
		this.$place.on("click", ".td-import-save", () => save(this.csv));
		this.dialog.show();
	}

	async read(file) {
		if (!file) return;
		this.forget();
		if (file.size > MOST_BYTES) {
			this.$found.text(__("The file is larger than 20 MB. Cut it into parts."));
			return;
		}
		this.$found.text(__("Reading the file"));
		this.content = await as_base64(file);
		try {
			this.show(await frappe.xcall(`${DOOR}look_at_sheet`, { content: this.content }));
		} catch {
			this.$found.text(__("The file could not be read. Choose another one."));
		}
	}

	forget() {
		this.csv = "";
		this.$lines.empty();
		this.offer(false);
	}

	offer(is_offered) {
		this.dialog.get_primary_btn().toggleClass("hide", !is_offered);
		this.dialog.set_df_property("by_mail", "hidden", Number(!is_offered));
	}

	show(found) {
		this.csv = found.csv;
		this.$found.html(sheet_counts(found));
		this.$lines.html(`<table class="table td-import-lines">${sheet_lines(found)}</table>`);
		if (!found.coming || !frappe.model.can_create("Data Import")) return;
		this.dialog.set_primary_action(__("Prepare the Import"), () => this.prepare());
		this.offer(true);
	}

	async prepare() {
		const name = await frappe.xcall(`${DOOR}import_sheet`, {
			content: this.content,
			by_mail: this.dialog.get_value("by_mail"),
		});
		this.dialog.hide();
		frappe.set_route("Form", "Data Import", name);
	}
}

const chooser = () =>
	$(`<div class="form-group">
		<label for="td-import-file">${__("A CSV file, or tasks.xls as Bitrix24 exports it")}</label>
		<input id="td-import-file" type="file" class="form-control-file" accept=".csv,.txt,.xls,text/csv">
	</div>`);

async function as_base64(file) {
	const url = await new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result);
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
	return url.slice(url.indexOf(",") + 1);
}

function save(csv) {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" }));
	link.download = "tasks.csv";
	link.click();
	URL.revokeObjectURL(link.href);
}
