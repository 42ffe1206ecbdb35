// The host's board in the words of tasks, and safe.
// It turns titles into plain text and then puts that into its HTML and into attributes as it is.

import { escape } from "../words";

export function protect_board() {
	const board = frappe.views.KanbanView?.prototype;
	if (!board) return;
	const { prepare_data, render } = board;
	board.prepare_data = function (answer) {
		prepare_data.call(this, answer);
		if (this.doctype === "TD Task") this.data.forEach(escape_title);
	};
	board.render = function () {
		render.call(this);
		if (this.doctype === "TD Task") name_columns(this.$result);
	};
}

// The host takes the names of the states from other apps, and that of our board from its record.
function name_columns($board) {
	$board.find(".kanban-column").each((_place, column) => {
		const words = __(column.dataset.columnValue, null, "TD Task");
		$(column).find(".kanban-title").text(words).attr("title", words);
		$(column)
			.find(".add-card > div")
			.text(`+ ${__("New Task")}`);
	});
}

// Twice, because the host takes one layer off before it makes HTML of the rest.
function escape_title(task) {
	task.subject = escape(escape(task.subject));
}
