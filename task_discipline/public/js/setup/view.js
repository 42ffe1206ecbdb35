// What the page shows: how many steps are in order, and a line for each with what is wrong and what to do.

import { escape, when } from "../words";
import { MENDS } from "./mends";

const LEVELS = {
	ok: { label: () => __("In order"), sign: "✓" },
	warning: { label: () => __("Warning"), sign: "!" },
	error: { label: () => __("Fault"), sign: "×" },
};

export function setup_html({ steps, checked_at }) {
	const done = steps.filter(({ level }) => level === "ok").length;
	return `
		<p class="td-setup-intro">${__(
			"What this site needs before people rely on it. Begin at the top: what follows often hangs on it.",
		)}</p>
		<div class="td-setup-head" role="status">
			<strong>${escape(head(done, steps.length))}</strong>
			<span class="text-muted">${escape(__("Checked {0}", [when(checked_at)]))}</span>
		</div>
		<div class="td-setup-share" aria-hidden="true"><span style="width: ${(100 * done) / steps.length}%"></span></div>
		<ol class="td-setup-steps">${steps.map(step_html).join("")}</ol>`;
}

const head = (done, all) =>
	done === all ? __("Everything is in order") : __("{0} of {1} in order", [done, all]);

function step_html({ name, title, level, words, advice, mend }) {
	const { label, sign } = LEVELS[level];
	return `
		<li class="td-setup-step td-setup-${level}" data-step="${escape(name)}">
			<span class="td-setup-sign" role="img" aria-label="${escape(label())}">${sign}</span>
			<div class="td-setup-words">
				<h4 class="td-setup-title">${escape(title)}</h4>
				<div>${escape(words)}</div>
				${advice ? `<div class="text-muted">${escape(advice)}</div>` : ""}
			</div>
			${mend ? button(name, mend, level) : ""}
		</li>`;
}

const button = (step, mend, level) => `
	<button type="button" class="btn btn-sm ${level === "ok" ? "btn-default" : "btn-primary"} td-setup-mend"
		data-step="${escape(step)}" data-mend="${escape(mend)}">${escape(MENDS[mend].label())}</button>`;

export const failure_html = () => `
	<p>${__("The state of the site could not be read.")}</p>
	<button type="button" class="btn btn-default btn-sm td-setup-retry">${__("Check Again")}</button>`;
