// What is drawn anew under a pressed pointer takes the click with it: the press was on one element, the release is on
// another. News wait for the release.

// Of a press that opens a menu the release may never be told.
const RELEASES = ["pointerup", "pointercancel", "contextmenu"];

export function unless_pressed(element, draw) {
	let is_pressed = false;
	let waiting = null;
	const release = () => {
		is_pressed = false;
		waiting?.();
		waiting = null;
	};
	element.addEventListener("pointerdown", () => {
		is_pressed = true;
		on_release(release);
	});
	return (...news) => {
		if (is_pressed) waiting = () => draw(...news);
		else draw(...news);
	};
}

// The click comes after the release.
function on_release(act) {
	const released = new AbortController();
	const once = () => {
		released.abort();
		setTimeout(act);
	};
	const options = { capture: true, signal: released.signal };
	RELEASES.forEach((event) => document.addEventListener(event, once, options));
}
