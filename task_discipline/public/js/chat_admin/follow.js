// Work in the background, followed until it is through.

import { escape } from "../words";

const EVERY_MS = 1000;

// Calls `ended` with the last state; `running` puts the words of a state that goes on. Returns how to stop following.
export function follow($place, state, door, running, ended) {
	let timer;
	const show = (now) => {
		if (now.state !== "running") return ended(now);
		$place.html(bar(running(now), now));
		timer = setTimeout(async () => show(await frappe.xcall(door)), EVERY_MS);
	};
	show(state);
	return () => clearTimeout(timer);
}

function bar(words, { done, total }) {
	const percent = total ? Math.min(Math.floor((100 * done) / total), 100) : 5;
	return `<p>${escape(words)}</p>
		<div class="progress"><div class="progress-bar" style="width: ${percent}%"></div></div>`;
}
