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
		if (this.doctype === "TD Task") keep_named(this.$result);
	};
}

// The host makes its columns once more a moment later, and whenever one is put away.
function keep_named($board) {
	name_columns($board);
	if ($board.data("td-watched")) return;
	$board.data("td-watched", true);
	new MutationObserver(() => name_columns($board)).observe($board[0], { childList: true, subtree: true });
}

// The host takes the names of the states from other apps, and that of our board from its record.
function name_columns($board) {
	$board.find(".kanban-column[data-column-value]:not(.td-named)").each((_place, column) => {
		const words = __(column.dataset.columnValue, null, "TD Task");
		$(column).addClass("td-named").find(".kanban-title").text(words).attr("title", words);
		$(column)
			.find(".add-card > div")
			.text(`+ ${__("New Task")}`);
	});
}

// Twice, because the host takes one layer off before it makes HTML of the rest.
function escape_title(task) {
	task.subject = escape(escape(task.subject));
}
