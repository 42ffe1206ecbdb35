// What is drawn anew under a pressed pointer takes the click with it: the press was on one element, the release is on
// another. News wait for the release.

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
		// The click comes after the release.
		const released = new AbortController();
		["pointerup", "pointercancel"].forEach((event) =>
			document.addEventListener(
				event,
				() => {
					released.abort();
					setTimeout(release);
				},
				{ capture: true, signal: released.signal },
			),
		);
	});
	return (...news) => {
		if (is_pressed) waiting = () => draw(...news);
		else draw(...news);
	};
}
