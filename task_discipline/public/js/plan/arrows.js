// Arrows from the end of a task to the beginning of each that waits for it, as far as they cross the screen.

const BEND = 7;

// `waits` are pairs: who waits, and for whom.
export function by_task(waits) {
	const found = new Map();
	const note = (name, edge) => (found.has(name) ? found.get(name).push(edge) : found.set(name, [edge]));
	waits.forEach((edge) => {
		note(edge[0], edge);
		note(edge[1], edge);
	});
	return found;
}

export function arrows_html({ edges, rows, places, from, to, scale, row_height, left, top }) {
	const seen = new Set();
	const paths = [];
	for (let place = from; place < to; place++) {
		for (const edge of edges.get(rows[place].name) || []) {
			const [waiting, awaited] = edge.map((name) => places.get(name));
			if (seen.has(edge) || waiting === undefined || awaited === undefined) continue;
			seen.add(edge);
			const middle = (row) => row * row_height + row_height / 2 - top;
			const start = { x: scale.x(rows[awaited].end) - left, y: middle(awaited) };
			const end = { x: scale.x(rows[waiting].start) - left, y: middle(waiting) };
			const is_broken = rows[waiting].start < rows[awaited].end && rows[awaited].is_open;
			paths.push(`<path class="${is_broken ? "td-broken" : ""}" d="${path(start, end, row_height)}"/>`);
		}
	}
	return paths.join("");
}

// Right, down (or up), and right into the bar; around, where the bar begins before the other ends.
function path(start, end, row_height) {
	const head = `m-5 -3.5 l5 3.5 l-5 3.5`;
	const out = start.x + BEND;
	if (end.x - BEND >= out) return `M${start.x} ${start.y}H${out}V${end.y}H${end.x}${head}`;
	const between = end.y + (end.y > start.y ? -row_height / 2 : row_height / 2);
	return `M${start.x} ${start.y}H${out}V${between}H${end.x - BEND}V${end.y}H${end.x}${head}`;
}
