// The keys of the stream: arrows go from message to message, Enter opens the menu of one, R answers it.

export function stream_keys(stream, acts) {
	stream.box.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const row = event.target.closest(".td-chat-row");
		const is_row = row === event.target;
		if (event.key === "ArrowUp" || event.key === "ArrowDown") move(stream, row, event);
		else if (event.key === "End") stream.to_newest();
		else if (is_row) on_row_key(stream, row, event, acts);
	});
}

function move(stream, row, event) {
	const rows = [...stream.log.querySelectorAll(".td-chat-row")];
	const here = rows.indexOf(row);
	const step = event.key === "ArrowUp" ? -1 : 1;
	const next = here < 0 ? rows.at(-1) : rows[here + step];
	if (!next) return;
	event.preventDefault();
	next.focus({ preventScroll: true });
	next.scrollIntoView({ block: "nearest" });
}

function on_row_key(stream, row, event, acts) {
	const message = stream.talk.messages.get(cint(row.dataset.name));
	if (!message || message.deleted) return;
	const action = {
		Enter: () => acts.menu(message, row),
		r: () => acts.reply(message),
		e: () => acts.edit(message),
		Delete: () => acts.delete(message),
	}[event.key];
	if (!action) return;
	event.preventDefault();
	// Single letters are keys of the desk too.
	event.stopPropagation();
	action();
}
