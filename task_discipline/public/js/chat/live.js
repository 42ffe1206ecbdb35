// What happens in the chat, as it happens. The host's realtime is a hint that may be lost, so whoever listens is
// also told when to fetch what he may have missed: after a break, when the window comes up, and once a minute.

const EVENT = "td_chat";
const CALM = 60 * 1000;
const WITHOUT_SOCKET = 5 * 1000;
const BUBBLE_ALONE = 30 * 1000;
const LONGEST_WAIT = 30 * 1000;

class Live {
	constructor() {
		this.listeners = new Set();
		this.failures = 0;
		this.is_lost = false;
	}

	// {hear(news), catch_up() -> promise, told_of_connection(is_lost)}: each of them may be left out.
	join(listener) {
		this.start();
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	start() {
		if (this.is_started) return;
		this.is_started = true;
		frappe.realtime.on(EVENT, (news) => this.tell("hear", news));
		frappe.realtime.on("connect", () => this.catch_up());
		frappe.realtime.on("disconnect", () => this.plan());
		$(window).on("focus online", () => this.catch_up());
		$(window).on("offline", () => this.set_lost(true));
		$(document).on("visibilitychange", () => !document.hidden && this.catch_up());
		this.plan();
	}

	get has_socket() {
		return Boolean(frappe.realtime.socket?.connected);
	}

	plan() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.catch_up(), this.pause());
	}

	pause() {
		if (this.failures) return Math.min(LONGEST_WAIT, 1000 * 2 ** this.failures);
		if (this.has_socket || document.hidden) return CALM;
		return this.listeners.size > 1 ? WITHOUT_SOCKET : BUBBLE_ALONE;
	}

	// Several reasons at the same moment are one.
	catch_up() {
		this.under_way ??= this.fetch_missed().finally(() => {
			this.under_way = null;
			this.plan();
		});
		return this.under_way;
	}

	async fetch_missed() {
		// The host gives up after three tries.
		if (!this.has_socket && navigator.onLine) frappe.realtime.socket?.connect();
		const asked = [...this.listeners].map((listener) => listener.catch_up?.());
		const answers = await Promise.allSettled(asked);
		this.set_lost(answers.some(({ reason }) => reason?.is_lost));
	}

	set_lost(is_lost) {
		this.failures = is_lost ? this.failures + 1 : 0;
		if (is_lost !== this.is_lost) {
			this.is_lost = is_lost;
			this.tell("told_of_connection", is_lost);
		}
		this.plan();
	}

	tell(what, news) {
		this.listeners.forEach((listener) => listener[what]?.(news));
	}
}

// The bubble and the chat are loaded apart, and hear with the same ears.
frappe.provide("task_discipline.chat");
export const live = (task_discipline.chat.live ??= new Live());
