// The day as HTML: groups of rows, or kind words where there is nothing.

import { spoken } from "../dates";
import { escape } from "../words";
import { link_to_all } from "./links";
import { questions_html } from "./questions";
import { label_of_verb, verbs_of } from "./step";
import { due_words, people_words, quoted_words } from "./words";

const GROUPS = {
	overdue: { title: () => __("Overdue"), empty: () => __("Nothing is overdue. Well done.") },
	today: { title: () => __("Due Today"), empty: () => __("Nothing more is due today.") },
	next: { title: () => __("Next 7 Days"), empty: () => __("The next seven days are free.") },
	review: { title: () => __("Waiting for My Review") },
	asked: { title: () => __("Asked of Me") },
	set_overdue: { title: () => __("Set by Me and Overdue") },
};

const SUMMARY = {
	overdue: (number) => __("{0} overdue", [number]),
	today: (number) => __("{0} due today", [number]),
	review: (number) => __("{0} to review", [number]),
	asked: (number) => __("{0} to decide", [number]),
};

const BESIDE = {
	later: (number) => __("{0} later", [number]),
	undated: (number) => __("{0} without a deadline", [number]),
	held: (number) => __("{0} on hold", [number]),
	submitted: (number) => __("{0} waiting for review by others", [number]),
};

const PRIORITIES = { Urgent: "!!", High: "!", Low: "↓" };

export function day_html(day) {
	const questions = questions_html(day.questions);
	const is_free = !questions && day.groups.every(({ total }) => !total);
	const groups = is_free ? free_html() : day.groups.map((group) => group_html(group, day.date)).join("");
	return head_html(day) + questions + groups + beside_html(day);
}

export const failure_html = () => `<div class="td-my-free">
	<p>${__("Your day could not be loaded.")}</p>
	<button type="button" class="btn btn-default btn-sm td-my-retry">${__("Try Again")}</button>
</div>`;

function head_html({ date, groups, questions }) {
	const told = groups.filter(({ name, total }) => total && SUMMARY[name]);
	const counts = told.map(({ name, total }) => SUMMARY[name](total));
	if (questions.mine.length) counts.push(__("{0} to answer", [questions.mine.length]));
	const words = counts.join(" · ");
	return `<div class="td-my-head">
		<span class="td-my-date">${escape(spoken(moment(date), "dddd, D MMMM"))}</span>
		<span class="text-muted" role="status">${escape(words)}</span>
	</div>`;
}

const next_step = () =>
	frappe.model.can_create("TD Task")
		? `<p class="text-muted">${__("To set a task for somebody, press New Task.")}</p>`
		: "";

const free_html = () => `<div class="td-my-free">
	${frappe.utils.icon("es-line-success", "xl")}
	<p class="td-my-free-title">${__("Nothing waits for you")}</p>
	<p class="text-muted">${__(
		"Nothing is overdue and the next seven days are free. New tasks, results to review and requests appear here by themselves.",
	)}</p>
	${next_step()}
</div>`;

function group_html({ name, total, rows }, date) {
	const { title, empty } = GROUPS[name];
	if (!total && !empty) return "";
	const count = total ? `<span class="td-count">${total}</span>` : "";
	const content = total
		? `<ul class="td-my-rows">${rows.map((row) => row_html(row, name)).join("")}</ul>`
		: `<p class="td-my-empty text-muted">${escape(empty())}</p>`;
	return `<section class="td-my-group td-my-${name}" aria-label="${escape(title())}">
		<h2 class="td-my-title">${escape(title())} ${count}</h2>
		${content}${more_html(name, total - rows.length, date)}
	</section>`;
}

function more_html(name, more, date) {
	if (more <= 0) return "";
	return `<a class="td-my-more" href="${escape(link_to_all(name, date))}">${__("and {0} more", [more])}</a>`;
}

function row_html(row, group) {
	const due = due_words(row, group);
	const link = escape(frappe.utils.get_form_link("TD Task", row.name));
	return `<li class="td-my-row" tabindex="-1" data-key="${escape(`${group}|${row.name}`)}">
		<div class="td-my-what">
			<div class="td-my-line">
				${priority_html(row.priority)}<a class="td-my-subject" href="${link}">${escape(row.subject)}</a>
			</div>
			<div class="td-my-facts text-muted">${facts_html(row, group)}</div>
			${quote_html(row)}
		</div>
		<div class="td-my-due ${due.tone ? `td-my-${due.tone}` : ""}">${escape(due.text)}</div>
		<div class="td-my-steps">${steps_html(row, link)}</div>
	</li>`;
}

function priority_html(priority) {
	const mark = PRIORITIES[priority];
	if (!mark) return "";
	const title = __("Priority: {0}", [__(priority, null, "TD Task")]);
	return `<span class="td-my-priority td-my-${priority.toLowerCase()}" role="img"
		title="${escape(title)}" aria-label="${escape(title)}">${mark}</span>`;
}

function facts_html(row, group) {
	const helps = row.helps
		? `<span class="indicator-pill no-indicator-dot gray">${__("Co-assignee")}</span>`
		: "";
	const { holds } = quoted_words(row);
	const parts = [people_words(row, group), holds].filter(Boolean).map(escape);
	return `${helps}<span>${parts.join(" · ")}</span>${progress_html(row)}`;
}

function progress_html({ steps, steps_done }) {
	if (!steps) return "";
	const percent = Math.round((steps_done / steps) * 100);
	return `<span class="td-my-progress">
		<span class="td-my-bar"><span style="width: ${percent}%"></span></span>
		${__("{0} of {1} done", [steps_done, steps])}
	</span>`;
}

function quote_html(row) {
	const { words } = quoted_words(row);
	return words ? `<blockquote class="td-my-quote">${escape(words)}</blockquote>` : "";
}

// Where nothing is the obvious step, a look at the task is.
function steps_html(row, link) {
	const { next, others } = verbs_of(row);
	const button = next
		? `<button type="button" class="btn btn-default btn-sm" data-step="${next}">${escape(label_of_verb(next))}</button>`
		: `<a class="btn btn-default btn-sm" href="${link}">${__("Open", null, "button")}</a>`;
	return button + menu_html(others);
}

function menu_html(verbs) {
	if (!verbs.length) return "";
	const items = verbs.map(
		(verb) =>
			`<a class="dropdown-item" href="#" role="button" data-step="${verb}">${escape(label_of_verb(verb))}</a>`,
	);
	return `<div class="dropdown">
		<button type="button" class="btn btn-sm td-my-menu" data-toggle="dropdown" aria-haspopup="true"
			aria-label="${escape(__("More", null, "button"))}">${frappe.utils.icon("dot-horizontal", "sm")}</button>
		<div class="dropdown-menu dropdown-menu-right">${items.join("")}</div>
	</div>`;
}

// What is open beside the week, and the way to all of it.
function beside_html({ date, beside }) {
	const links = Object.entries(BESIDE)
		.filter(([name]) => beside[name])
		.map(([name, words]) => link_html(link_to_all(name, date), words(beside[name])));
	const told = links.length ? `<span>${__("Not in this week:")} ${links.join(" · ")}</span>` : "";
	return `<p class="td-my-beside text-muted">${told}${link_html(link_to_all("mine"), __("All my tasks"))}</p>`;
}

const link_html = (link, words) => `<a href="${escape(link)}">${escape(words)}</a>`;
