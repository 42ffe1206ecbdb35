// The page: asks for the day, shows it, and keeps it true while people work.

import { unless_pressed } from "../pressed";
import { is_overdue } from "../standing";
import { HealthLine } from "./health";
import { add_keys, keys_line } from "./keys";
import { watch } from "./news";
import { Selection } from "./selection";
import { Step } from "./step";
import { day_html, failure_html } from "./view";

const MINUTE = 60 * 1000;
const MOST_MINUTES_OLD = 5;

export class MyDay {
	constructor(wrapper) {
		this.page = wrapper.page;
		this.day = null;
		this.asked = 0;
		this.$body = $('<div class="td-my-day">').appendTo(this.page.main);
		this.$list = $('<div class="td-my-groups" aria-live="off">').appendTo(this.$body);
		this.health = new HealthLine(this.$body);
		this.selection = new Selection(this.$list, this.page);
		this.$body.append(keys_line());
		this.$list.text(__("Loading..."));
		this.show_day = unless_pressed(this.$list[0], (day) => this.show_news(day));
		this.listen();
		this.add_buttons();
		this.news = watch(() => this.refresh());
		setInterval(() => this.tick(), MINUTE);
	}

	add_buttons() {
		this.page.add_menu_item(__("My Preferences"), () => task_discipline.open_preferences());
		if (!frappe.model.can_create("TD Task")) return;
		this.page.set_primary_action(__("New Task"), () => frappe.new_doc("TD Task"), "add");
	}

	listen() {
		this.$list.on("click", "[data-step]", (event) => {
			event.preventDefault();
			const key = $(event.currentTarget).closest("[data-key]").data("key");
			this.selection.choose(key);
			this.take(event.currentTarget.dataset.step);
		});
		this.$list.on("click", ".td-my-retry", () => this.load());
		// A menu that is open stays open until the person has chosen.
		this.$list.on("hidden.bs.dropdown", () => this.is_behind && this.refresh());
		$(window).on("focus", () => this.refresh());
	}

	// Called every time the page comes up. Other pages of the host drop what was listened to and registered here.
	show() {
		this.news.start();
		add_keys(this);
		this.health.refresh();
		this.load();
	}

	get is_shown() {
		return this.page.wrapper.is(":visible") && !document.hidden;
	}

	// What is not looked at is asked for when it comes up again.
	refresh() {
		if (!this.is_shown) return;
		this.is_behind = this.has_open_menu;
		if (!this.is_behind) this.load();
	}

	get has_open_menu() {
		return this.$list.find(".dropdown-menu.show").length > 0;
	}

	tick() {
		if (!this.day || !this.is_shown) return;
		this.health.refresh();
		const is_old = Date.now() - this.loaded_at > MOST_MINUTES_OLD * MINUTE;
		if (is_old || this.all_rows().some(({ group, row }) => is_late_by_now(group, row))) this.refresh();
	}

	// Of several answers only that to the last question is shown.
	load() {
		const question = ++this.asked;
		return frappe
			.xcall("task_discipline.api.my_day.load")
			.then((day) => question === this.asked && this.show_day(day))
			.catch(() => question === this.asked && !this.day && this.$list.html(failure_html()));
	}

	// The menu may have been opened since the day was asked for.
	show_news(day) {
		this.is_behind = this.has_open_menu;
		if (!this.is_behind) this.render(day);
	}

	render(day) {
		this.day = day;
		this.loaded_at = Date.now();
		const look = this.selection.before_change();
		this.$list.html(day_html(day));
		this.$body.toggleClass("td-my-has-rows", this.all_rows().length > 0);
		this.selection.after_change(look);
	}

	all_rows() {
		return this.day.groups.flatMap((group) => group.rows.map((row) => ({ group: group.name, row })));
	}

	// The step of the row that is chosen, where it has such a step.
	chosen_step() {
		const [group, name] = (this.selection.key || "").split("|");
		const found = this.all_rows().find((one) => one.group === group && one.row.name === name);
		return found && new Step(found.row, () => this.load());
	}

	take(verb) {
		return this.chosen_step()?.take(verb);
	}

	open() {
		const step = this.chosen_step();
		if (step) frappe.set_route("Form", "TD Task", step.row.name);
		else this.selection.$row.find(".td-my-subject")[0]?.click();
	}
}

const is_late_by_now = (group, row) => ["today", "next"].includes(group) && is_overdue(row);
