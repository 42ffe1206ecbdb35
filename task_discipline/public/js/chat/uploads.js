// Files on their way to the next message: each with its progress, and removed again by a click.

import { most_bytes } from "./allowed";
import { icon, icon_button, make } from "./dom";
import { upload } from "./server";
import { size_words } from "./words";

export class Uploads {
	constructor(group, changed) {
		Object.assign(this, { group, changed, all: [] });
		this.element = make("div", {
			class: "td-chat-uploads",
			role: "list",
			"aria-label": __("Files to send"),
		});
	}

	add(files) {
		[...files].forEach((file) => this.start(file));
		this.draw();
	}

	start(file) {
		const one = { file, part: 0 };
		this.all.push(one);
		const most = most_bytes();
		if (file.size > most) {
			one.refusal = __("Larger than {0}", [size_words(most)]);
			return;
		}
		const { done, stop } = upload(file, this.group, (part) => this.move(one, part));
		one.stop = stop;
		done.then((made) => (one.made = made))
			.catch((refusal) => (one.refusal = refusal.message))
			.finally(() => this.draw());
	}

	move(one, part) {
		one.part = part;
		if (one.bar) one.bar.style.width = `${Math.round(part * 100)}%`;
	}

	// A file that is there already, and wanted by nobody any more, goes again.
	remove(one) {
		this.all = this.all.filter((other) => other !== one);
		if (one.made) forget(one.made.name);
		else one.stop?.();
		this.draw();
	}

	get is_busy() {
		return this.all.some(({ made, refusal }) => !made && !refusal);
	}

	get has_failed() {
		return this.all.some(({ refusal }) => refusal);
	}

	// The files for the message, which are not kept here any more.
	take() {
		const taken = this.all.filter(({ made }) => made).map(({ made, file }) => file_of(made, file));
		this.all = [];
		this.draw();
		return taken;
	}

	draw() {
		this.element.replaceChildren(...this.all.map((one) => this.line(one)));
		this.changed();
	}

	line(one) {
		one.bar = make("span", { class: "td-chat-bar", style: `width: ${Math.round(one.part * 100)}%` });
		const words = one.refusal || size_words(one.file.size);
		return make(
			"div",
			{ class: `td-chat-upload ${one.refusal ? "td-chat-failed" : ""}`, role: "listitem" },
			icon(one.file.type.startsWith("image/") ? "es-line-image" : "es-line-attachment"),
			make("bdi", { class: "td-chat-file-name", title: one.file.name }, one.file.name),
			make("span", { class: "td-chat-quiet" }, words),
			icon_button("es-line-close", __("Remove {0}", [one.file.name]), () => this.remove(one)),
			!one.made && !one.refusal && make("span", { class: "td-chat-track" }, one.bar),
		);
	}
}

const file_of = ({ name, file_name, file_url, file_size }, { type, size }) => ({
	name,
	file_name,
	file_url,
	size: file_size || size,
	is_image: /^image\/(png|jpe?g|gif|webp|bmp)$/.test(type),
});

function forget(name) {
	frappe.call({
		method: "frappe.client.delete",
		args: { doctype: "File", name },
		silent: true,
		error: () => {},
	});
}
