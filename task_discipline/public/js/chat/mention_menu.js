// People of the group, offered while somebody types "@": arrows move, Enter or Tab takes, Escape leaves.

import { avatar, make } from "./dom";

const MOST = 8;
const BEGINNING = /(^|[\s(])@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u;

export class MentionMenu {
	// `people()` -> promise of [{user, full_name, image}]
	constructor(box, people, took) {
		Object.assign(this, { box, people, took, found: [], chosen: 0 });
		this.element = make("div", {
			class: "td-chat-mentions",
			role: "listbox",
			id: "td-chat-mentions",
			hidden: true,
		});
		box.setAttribute("aria-autocomplete", "list");
		// Whoever is back at once, as after choosing what to answer to, has begun anew.
		box.addEventListener("blur", () =>
			setTimeout(() => document.activeElement !== box && this.close(), 150),
		);
	}

	get is_open() {
		return !this.element.hidden;
	}

	get begun() {
		const before = this.box.value.slice(0, this.box.selectionStart);
		return before.match(BEGINNING)?.[2];
	}

	async look() {
		const begun = this.begun;
		if (begun === undefined) return this.close();
		const people = await this.people().catch(() => []);
		if (this.begun !== begun) return;
		this.found = matching(people, begun);
		this.chosen = 0;
		this.draw();
	}

	draw() {
		this.element.hidden = !this.found.length;
		this.element.replaceChildren(...this.found.map((person, index) => this.option(person, index)));
		this.tell("aria-controls", this.element.id);
		this.tell("aria-activedescendant", `td-chat-mention-${this.chosen}`);
	}

	tell(attribute, value) {
		if (this.is_open) this.box.setAttribute(attribute, value);
		else this.box.removeAttribute(attribute);
	}

	option(person, index) {
		const take = (event) => {
			event.preventDefault(); // the focus stays where the person writes
			this.take(person);
		};
		return make(
			"div",
			{
				class: "td-chat-option",
				role: "option",
				id: `td-chat-mention-${index}`,
				"aria-selected": String(index === this.chosen),
				onmousedown: take,
			},
			avatar(person.full_name, person.image, person.user),
			make("bdi", {}, person.full_name),
			person.hint && make("span", { class: "td-chat-quiet" }, person.hint),
		);
	}

	// True where the key was the menu's.
	on_key(event) {
		if (!this.is_open) return false;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step) this.move(step);
		else if (event.key === "Enter" || event.key === "Tab") this.take(this.found[this.chosen]);
		else if (event.key === "Escape") this.close();
		else return false;
		event.preventDefault();
		event.stopPropagation();
		return true;
	}

	move(step) {
		this.chosen = (this.chosen + step + this.found.length) % this.found.length;
		this.draw();
		this.element.children[this.chosen].scrollIntoView({ block: "nearest" });
	}

	take(person) {
		const { selectionStart: end, value } = this.box;
		const start = end - this.begun.length;
		const name = `${person.full_name} `;
		this.box.setRangeText(name, start, end, "end");
		if (value[end] === " ") this.box.setRangeText("", start + name.length, start + name.length + 1);
		this.close();
		this.took(person);
	}

	close() {
		this.found = [];
		this.draw();
	}
}

// Names that begin with it come before those that hold it.
function matching(people, begun) {
	const wanted = begun.toLowerCase();
	const others = people.filter(({ user }) => user !== frappe.session.user);
	const all = { user: "all", full_name: "all", hint: __("everybody in the group") };
	const rank = ({ full_name }) => {
		const name = full_name.toLowerCase();
		if (name.startsWith(wanted)) return 0;
		if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
		return name.includes(wanted) ? 2 : 3;
	};
	return [...others, ...(others.length > 1 ? [all] : [])]
		.filter((person) => rank(person) < 3)
		.sort((one, other) => rank(one) - rank(other))
		.slice(0, MOST);
}
