// What has changed is drawn once in a frame, however much that was. A page that nobody looks at has no frames.

const UNSEEN_PAUSE = 200;

export function once_a_frame(draw) {
	let is_planned = false;
	return () => {
		if (is_planned) return;
		is_planned = true;
		const plan = document.hidden ? (run) => setTimeout(run, UNSEEN_PAUSE) : requestAnimationFrame;
		plan(() => {
			is_planned = false;
			draw();
		});
	};
}
