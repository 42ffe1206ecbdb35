// The block of managers on the workspace: what is wrong, what to do, and all checks on demand.

import { escape, when } from "../words";
import { button_to } from "./places";

const LABELS = {
	ok: () => __("In order"),
	warning: () => __("Warning"),
	error: () => __("Fault"),
};

export class Health {
	// `root` is the shadow of the host's block: nothing of the page's own styles reaches into it.
	constructor(root) {
		this.$root = $("<section class='td-health' role='status'></section>");
		root.querySelector(".td-health-place").replaceWith(this.$root[0]);
		add_styles(root);
		this.$root.on("click", ".td-health-again", () => this.load());
		this.$root.on("click", "[data-place]", (event) =>
			frappe.set_route(JSON.parse(event.currentTarget.dataset.place)),
		);
	}

	async load() {
		this.$root.attr("aria-busy", "true");
		try {
			this.draw(await frappe.xcall("task_discipline.api.health.report"));
		} catch {
			this.$root.html(head("error", __("The state of the system could not be read."), ""));
		}
		this.$root.removeAttr("aria-busy");
	}

	draw(report) {
		const wrong = report.checks.filter((check) => check.level !== "ok");
		this.$root.html(`
			${head(report.level, in_words(wrong), __("Checked {0}", [when(report.checked_at)]))}
			<ul class="td-health-findings">${wrong.map(finding).join("")}</ul>
			<details>
				<summary>${__("All {0} checks", [report.checks.length])}</summary>
				<ul class="td-health-all">${report.checks.map(line).join("")}</ul>
			</details>`);
	}
}

function add_styles(root) {
	const link = document.createElement("link");
	link.rel = "stylesheet";
	link.href = frappe.assets.bundled_asset("td_health.bundle.css");
	root.appendChild(link);
}

function in_words(wrong) {
	if (!wrong.length) return __("All is well");
	const faults = wrong.filter((check) => check.level === "error").length;
	if (!faults) return wrong.length > 1 ? __("{0} warnings", [wrong.length]) : __("One warning");
	return faults > 1 ? __("{0} faults to mend", [faults]) : __("One fault to mend");
}

const head = (level, words, checked) => `
	<div class="td-health-head">
		<span class="td-health-dot td-health-${level}" aria-hidden="true"></span>
		<strong>${words}</strong>
		<span class="td-health-when">${escape(checked)}</span>
		<button type="button" class="btn btn-default btn-xs td-health-setup" data-place='["td-setup"]'>
			${__("Set-up")}
		</button>
		<button type="button" class="btn btn-default btn-xs td-health-again">${__("Check Again")}</button>
	</div>`;

const finding = (check) => `
	<li class="td-health-finding td-health-${check.level}">
		<div class="td-health-title">
			<span class="td-health-level">${LABELS[check.level]()}</span> ${escape(check.title)}
		</div>
		<div>${escape(check.words)}</div>
		<div class="td-health-advice">${escape(check.advice)} ${button_to(check.name)}</div>
	</li>`;

const line = (check) => `
	<li>
		<span class="td-health-dot td-health-${check.level}" role="img" aria-label="${LABELS[check.level]()}"></span>
		<span class="td-health-name">${escape(check.title)}</span>
		<span>${escape(check.words)}</span>
	</li>`;
