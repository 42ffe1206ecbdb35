// Which row is chosen: by the arrows, by a click into it, or by the Tab key.

export class Selection {
	constructor($list, page) {
		Object.assign(this, { $list, page, key: null });
		$list.on("focusin click", ".td-my-row", (event) => this.choose(event.currentTarget.dataset.key));
		$(document).on("hidden.bs.modal", () => this.take_focus());
	}

	get $rows() {
		return this.$list.find(".td-my-row");
	}

	get $row() {
		return this.$rows.filter((_index, row) => row.dataset.key === this.key);
	}

	choose(key) {
		this.key = key;
		this.$rows.removeClass("td-my-chosen").removeAttr("aria-current");
		this.$row.addClass("td-my-chosen").attr("aria-current", "true");
	}

	// Up and down; the first key press chooses the first row.
	move(by) {
		const $rows = this.$rows;
		const here = $rows.index(this.$row);
		const there = here < 0 ? 0 : Math.min(Math.max(here + by, 0), $rows.length - 1);
		if ($rows.length) this.focus($rows.eq(there));
	}

	focus($row) {
		this.choose($row[0].dataset.key);
		$row.trigger("focus");
		$row[0].scrollIntoView({ block: "nearest" });
	}

	// Where the person was, to find him the same place among other rows.
	before_change() {
		return {
			index: this.$rows.index(this.$row),
			had_focus: this.$list[0].contains(document.activeElement),
		};
	}

	after_change({ index, had_focus }) {
		if (!this.key) return;
		if (!this.$row.length) {
			const $next = this.$rows.eq(Math.min(Math.max(index, 0), this.$rows.length - 1));
			this.key = $next.length ? $next[0].dataset.key : null;
		}
		this.choose(this.key);
		if (had_focus) this.take_focus();
	}

	// Dialogs give the focus to nobody when they close.
	take_focus() {
		const is_free = [document.body, null].includes(document.activeElement);
		if (is_free && !$(".modal.show").length && this.page.wrapper.is(":visible"))
			this.$row.trigger("focus");
	}
}
