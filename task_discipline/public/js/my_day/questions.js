// Questions out of the chat: those to the person, and those of his that nobody answered in time.

import { escape, minutes_until, span, when } from "../words";

const SECTIONS = {
	mine: {
		title: () => __("Questions to You"),
		who: ({ author }) => author,
		words: (name, group) => __("{0} asks in {1}", [name, group]),
		step: () => __("Answer", null, "button"),
	},
	asked: {
		title: () => __("Your Questions, Not Answered in Time"),
		who: ({ to }) => to,
		words: (name, group) => __("{0} was asked in {1}", [name, group]),
		step: () => __("Open", null, "button"),
	},
};

export const questions_html = (questions) =>
	Object.keys(SECTIONS)
		.filter((kind) => questions[kind].length)
		.map((kind) => section_html(kind, questions))
		.join("");

function section_html(kind, { [kind]: rows, people }) {
	const title = escape(SECTIONS[kind].title());
	return `<section class="td-my-group td-my-questions" aria-label="${title}">
		<h2 class="td-my-title">${title} <span class="td-count">${rows.length}</span></h2>
		<ul class="td-my-rows">${rows.map((row) => row_html(row, kind, people)).join("")}</ul>
	</section>`;
}

function row_html(row, kind, people) {
	const { who, words, step } = SECTIONS[kind];
	const name = people[who(row)]?.full_name || who(row);
	const minutes = minutes_until(row.answer_by);
	const due = minutes > 0 ? __("answer by {0}", [when(row.answer_by)]) : __("{0} late", [span(minutes)]);
	const link = `/app/td-chat/${encodeURIComponent(row.group)}/${row.name}`;
	return `<li class="td-my-row" tabindex="-1" data-key="${escape(`${kind}|${row.name}`)}">
		<div class="td-my-what">
			<div class="td-my-line"><a class="td-my-subject" href="${link}">${escape(row.line)}</a></div>
			<div class="td-my-facts text-muted"><span>${escape(words(name, row.title))}</span></div>
		</div>
		<div class="td-my-due ${minutes > 0 ? "" : "td-my-late"}">${escape(due)}</div>
		<div class="td-my-steps"><a class="btn btn-default btn-sm" href="${link}">${escape(step())}</a></div>
	</li>`;
}
