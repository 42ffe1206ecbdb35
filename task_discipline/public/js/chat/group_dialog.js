// Members and settings of a group: who is in it, and what those who look after it may change.

import { avatar, button, icon, icon_button, make } from "./dom";
import { group_list } from "./group_list";
import { show_menu } from "./menu";
import { people_field } from "./people_field";
import { read, write } from "./server";
import { kind_words, members_words } from "./words";

// `hooks`: {left} is called when the person is not in the group any more.
export function show_details(group, hooks = {}) {
	return new GroupDialog(group, hooks).show();
}

class GroupDialog {
	constructor(group, hooks) {
		Object.assign(this, { name: group.name, hooks });
		this.dialog = new frappe.ui.Dialog({ title: __("Members and Settings") });
		this.body = make("div", { class: "td-chat-details" });
		this.dialog.$body.append(this.body);
	}

	get group() {
		return group_list.get(this.name);
	}

	get may_lead() {
		return Boolean(this.group.is_admin) && ["Open", "Private"].includes(this.group.kind);
	}

	show() {
		this.dialog.show();
		return this.load();
	}

	async load() {
		try {
			const answer = await read("chat_groups.members", { group: this.name });
			group_list.know(answer.people);
			this.members = answer.members;
			this.draw();
		} catch (refusal) {
			this.body.replaceChildren(make("p", { role: "alert" }, refusal.message));
		}
	}

	draw() {
		if (!this.group) return this.dialog.hide();
		const parts = [this.about(), this.switches(), this.people(), this.steps()];
		this.body.replaceChildren(...parts.filter(Boolean));
	}

	about() {
		const { title, description } = this.group;
		return make(
			"div",
			{ class: "td-chat-details-head" },
			make("bdi", { class: "td-chat-head-title" }, title),
			make("span", { class: "td-chat-quiet" }, kind_words(this.group)),
			description && make("p", { dir: "auto" }, description),
			this.may_lead &&
				button(__("Edit title and description"), () => this.rename(), "btn-default btn-xs"),
		);
	}

	switches() {
		const box = make("input", {
			type: "checkbox",
			checked: Boolean(this.group.muted),
			onchange: () => this.mute(box.checked),
		});
		const words = __("Muted: no badge and no bell, unless somebody mentions you");
		return make("label", { class: "td-chat-switch" }, box, make("span", {}, words));
	}

	people() {
		const add = (this.may_lead || this.group.kind === "Open") && !this.group.archived;
		return make(
			"section",
			{},
			make(
				"div",
				{ class: "td-chat-details-line" },
				make("h3", { class: "td-chat-section" }, members_words(this.members.length)),
				add && button(__("Add people"), () => this.add(), "btn-default btn-xs"),
			),
			this.members.map((member) => this.person(member)),
			this.group.kind === "Record" &&
				make(
					"p",
					{ class: "td-chat-quiet td-chat-note" },
					__("The members are always the people of the record."),
				),
		);
	}

	person({ user, is_admin }) {
		const name = group_list.name_of(user);
		const is_me = user === frappe.session.user;
		const menu = (event) => show_menu(event.currentTarget, this.person_items(user, is_admin), name);
		return make(
			"div",
			{ class: "td-chat-person-row" },
			avatar(name, group_list.people[user]?.image, user),
			make(
				"span",
				{ class: "td-chat-person-words" },
				make("bdi", { class: "td-chat-person-name" }, is_me ? __("{0} (you)", [name]) : name),
				make("span", { class: "td-chat-quiet" }, is_admin ? __("Admin") : ""),
			),
			this.may_lead &&
				!is_me &&
				icon_button("es-line-dot-horizontal", __("More about {0}", [name]), menu),
		);
	}

	person_items(user, is_admin) {
		const set_admin = () => this.take("chat_groups.set_admin", { user, is_admin: is_admin ? 0 : 1 });
		const name = frappe.utils.escape_html(group_list.name_of(user));
		const remove = () =>
			frappe.confirm(__("Remove {0} from the group?", [name]), () =>
				this.take("chat_groups.remove_member", { user }),
			);
		return [
			{
				label: is_admin ? __("Remove as admin") : __("Make admin"),
				icon: "es-line-star",
				action: set_admin,
			},
			{ label: __("Remove from the group"), icon: "es-line-close", action: remove, is_danger: true },
		];
	}

	steps() {
		const { kind, archived } = this.group;
		const can_leave = ["Open", "Private"].includes(kind);
		if (!can_leave) return null;
		return make(
			"div",
			{ class: "td-chat-details-steps" },
			this.may_lead &&
				archived &&
				button(__("Take out of the archive"), () => this.take("chat_groups.unarchive")),
			this.may_lead && !archived && button(__("Archive", null, "button"), () => this.archive()),
			button(__("Leave Group"), () => this.leave(), "btn-danger"),
		);
	}

	archive() {
		const words = __("Archive this group? It stays readable for its members, and nobody writes in it.");
		frappe.confirm(words, () => this.take("chat_groups.archive"));
	}

	leave() {
		frappe.confirm(__("Leave this group? You will not see its messages any more."), async () => {
			const has_left = await this.ask("chat_groups.leave");
			if (!has_left) return;
			this.dialog.hide();
			this.hooks.left?.();
		});
	}

	mute(muted) {
		return this.take("chat_groups.set_muted", { muted: muted ? 1 : 0 });
	}

	rename() {
		const { title, description } = this.group;
		const fields = [
			{
				fieldname: "title",
				label: __("Title", null, "TD Chat Group"),
				fieldtype: "Data",
				reqd: 1,
				length: 140,
				default: title,
			},
			{
				fieldname: "description",
				label: __("What it is about"),
				fieldtype: "Small Text",
				default: description,
			},
		];
		const save = (values) => this.take("chat_groups.rename_group", { description: "", ...values });
		frappe.prompt(fields, save, __("Title and Description"), __("Save"));
	}

	add() {
		const fields = [
			people_field(
				"users",
				__("People"),
				this.members.map(({ user }) => user),
			),
		];
		const save = ({ users }) => users?.length && this.take("chat_groups.add_members", { users });
		frappe.prompt(fields, save, __("Add People"), __("Add"));
	}

	// A step on the group, and the group as it is after it.
	async take(door, given) {
		if (!(await this.ask(door, given))) return;
		await Promise.all([group_list.load(), this.load()]).catch((refusal) => this.refuse(refusal));
	}

	async ask(door, given) {
		try {
			await write(door, { group: this.name, ...given });
			return true;
		} catch (refusal) {
			this.refuse(refusal);
			return false;
		}
	}

	refuse(refusal) {
		this.body.querySelector(".td-chat-failure")?.remove();
		this.body.prepend(
			make(
				"div",
				{ class: "td-chat-failure", role: "alert" },
				icon("es-line-alert-circle"),
				refusal.message,
			),
		);
		this.body.scrollIntoView();
	}
}
