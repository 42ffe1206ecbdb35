// The page: asks how the site stands, shows it, and takes the step that mends a line.

import { MENDS } from "./mends";
import { failure_html, setup_html } from "./view";

export class Setup {
	constructor(wrapper) {
		this.page = wrapper.page;
		this.state = null;
		$(wrapper).addClass("td-setup-page");
		this.$body = $('<div class="td-setup">').appendTo(this.page.main);
		this.$body.text(__("Loading..."));
		this.$body.on("click", "[data-mend]", (event) => this.mend(event.currentTarget));
		this.$body.on("click", ".td-setup-retry", () => this.load());
		this.page.set_secondary_action(__("Check Again"), () => this.load());
		this.page.add_menu_item(__("Task Settings"), () => frappe.set_route("Form", "TD Settings"));
		this.page.add_menu_item(__("All Checks"), () => frappe.set_route("Workspaces", "Task Discipline"));
	}

	async load() {
		this.$body.attr("aria-busy", "true");
		try {
			this.draw(await frappe.xcall("task_discipline.api.site_setup.look"));
		} catch {
			this.$body.html(failure_html());
		}
		this.$body.removeAttr("aria-busy");
	}

	draw(state) {
		this.state = state;
		this.$body.html(setup_html(state));
	}

	mend(button) {
		const { run } = MENDS[button.dataset.mend];
		const step = this.state.steps.find(({ name }) => name === button.dataset.step);
		return run({ step, state: this.state, button, page: this });
	}

	// A change of the site: the answer is how everything stands now.
	async send(method, args, button) {
		$(button).prop("disabled", true);
		try {
			const state = await frappe.xcall(`task_discipline.api.site_setup.${method}`, args);
			this.draw(state);
			return state;
		} finally {
			$(button).prop("disabled", false);
		}
	}
}
