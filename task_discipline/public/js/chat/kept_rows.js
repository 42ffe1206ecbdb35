// Rows of a list that is drawn again and again: those that look the same keep their elements, and with them focus and
// selection.

export class KeptRows {
	constructor(parent) {
		Object.assign(this, { parent, drawn: new Map() });
	}

	get(key) {
		return this.drawn.get(key)?.element;
	}

	// `rows`: [{key, looks, make}], `make` being called only where `looks` are others than before.
	place(rows) {
		const kept = new Map();
		let before = null;
		rows.forEach((row) => {
			const drawn = this.drawn_of(row);
			kept.set(row.key, drawn);
			const next = before ? before.nextSibling : this.parent.firstChild;
			if (drawn.element !== next) this.parent.insertBefore(drawn.element, next);
			before = drawn.element;
		});
		this.drawn.forEach(({ element }, key) => kept.get(key)?.element !== element && element.remove());
		this.drawn = kept;
	}

	drawn_of({ key, looks, make }) {
		const drawn = this.drawn.get(key);
		if (drawn && drawn.looks === looks) return drawn;
		const element = make();
		if (drawn?.element.contains(document.activeElement)) setTimeout(() => element.focus());
		return { looks, element };
	}
}
