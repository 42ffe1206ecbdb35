// A line for those who look after the system, while something in it stands still.

import { escape } from "../words";

const KEEPERS = ["Task Discipline Manager", "System Manager"];
const ASKED_EVERY = 5 * 60 * 1000;

export class HealthLine {
	constructor($body) {
		this.$line = $('<div class="td-my-health" role="status">').prependTo($body);
		this.asked_at = 0;
	}

	// What cannot be read now is asked for again, and takes nothing from the day.
	refresh() {
		const is_fresh = Date.now() - this.asked_at < ASKED_EVERY;
		if (is_fresh || !KEEPERS.some((role) => frappe.user.has_role(role))) return;
		this.asked_at = Date.now();
		frappe
			.xcall("task_discipline.api.health.report")
			.then((report) => this.$line.html(line_html(report)))
			.catch(() => (this.asked_at = 0));
	}
}

function line_html({ checks }) {
	const faults = checks.filter((check) => check.level === "error").map((check) => check.title);
	if (!faults.length) return "";
	return `<a class="td-my-health-link" href="/app/task-discipline">
		<strong>${__("The system needs attention")}</strong>
		<span>${escape(faults.join(" · "))}</span>
	</a>`;
}
