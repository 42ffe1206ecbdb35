// What a person does with a row: the same actions and dialogs as in the form of the task.

import { label_of, perform, take } from "../task/actions";
import { choices } from "../task/choices";
import { ask } from "../task/dialogs";
import { approve, keep_deadline } from "../task/requests";
import { escape } from "../words";

const MOST_SHOWN = 600;
const ON_REQUESTS = {
	approve: { label: () => __("Approve"), take: approve },
	keep_deadline: { label: () => __("Keep Deadline"), take: keep_deadline },
};

// {next, others}: the obvious step of a row and everything else that the person may do, by name.
export function verbs_of(row) {
	const { next, others } = choices(row);
	if (!row.request) return { next, others };
	return { next: "approve", others: ["keep_deadline", ...[next].filter(Boolean), ...others] };
}

export const label_of_verb = (verb) => (ON_REQUESTS[verb] ? ON_REQUESTS[verb].label() : label_of(verb));

export class Step {
	constructor(row, after) {
		Object.assign(this, { row, after });
	}

	can(verb) {
		const { next, others } = verbs_of(this.row);
		return verb === next || others.includes(verb);
	}

	// What is refused the host has said; the day shows what holds now.
	take(verb) {
		return Promise.resolve(this.begin(verb)).catch(() => this.after());
	}

	begin(verb) {
		const target = this.target();
		if (ON_REQUESTS[verb]) return ON_REQUESTS[verb].take(target, this.row.request);
		if (["submit_task", "propose_deadline"].includes(verb))
			return this.load().then((loaded) => take(this.target(loaded), verb));
		if (["accept_result", "return_for_rework"].includes(verb)) return this.judge(verb);
		return take(target, verb);
	}

	// Whoever judges a result reads it first.
	judge(action) {
		return this.load().then(({ doc }) => {
			const dialog = ask(action, { send: (args) => perform(this.target(), action, args) });
			dialog.fields_dict.intro.$wrapper.prepend(result_html(doc));
		});
	}

	load() {
		return frappe.xcall("task_discipline.api.my_day.task", { name: this.row.name });
	}

	// Stands for the form of the task: the part of a form that actions and dialogs ask for.
	target({ doc = this.row, view = {} } = {}) {
		return {
			doctype: "TD Task",
			docname: this.row.name,
			doc: { ...doc, __onload: { task_discipline: view } },
			is_dirty: () => false,
			reload_doc: () => this.after(),
		};
	}
}

function result_html({ name, subject, result }) {
	const words = frappe.utils.html2text(result || "").trim();
	const shown = words.length > MOST_SHOWN ? `${words.slice(0, MOST_SHOWN)}…` : words;
	const quote = shown ? `<blockquote>${escape(shown)}</blockquote>` : "";
	const link = escape(frappe.utils.get_form_link("TD Task", name));
	return `<div class="td-panel td-my-result">
		<strong>${escape(subject)}</strong>${quote}
		<a href="${link}">${__("Open the task with its files")}</a>
	</div>`;
}
