// What stands above the words of a question: who is asked, until when, and what became of it.

import { make } from "./dom";
import { group_list } from "./group_list";
import { span, when, minutes_until } from "../words";

export function question_element({ question }) {
	const { text, colour } = standing(question);
	return make(
		"div",
		{ class: "td-chat-question" },
		make("span", {}, __("Question to {0}", [group_list.name_of(question.to)])),
		make("span", { class: `indicator-pill no-indicator-dot ${colour}` }, text),
	);
}

function standing({ state, answer_by, waiting_minutes }) {
	if (state === "Answered") return { text: answered_words(waiting_minutes), colour: "green" };
	if (state === "Withdrawn") return { text: __("Withdrawn"), colour: "gray" };
	if (!answer_by) return { text: __("Waits for an answer"), colour: "orange" };
	const is_late = minutes_until(answer_by) <= 0;
	return { text: __("Answer by {0}", [when(answer_by)]), colour: is_late ? "red" : "orange" };
}

const answered_words = (minutes) =>
	minutes == null ? __("Answered") : __("Answered after {0}", [span(minutes)]);
