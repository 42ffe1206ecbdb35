// One's own messages on their way: shown at once, sent in order, and sent again under the same id after a failure,
// so that none is lost and none is doubled.

import { write } from "./server";

export class Outbox {
	constructor(talk) {
		this.talk = talk;
		this.sending = Promise.resolve();
	}

	// {text, reply, files, mentions}
	send(draft) {
		const message = {
			...draft,
			client_id: new_id(),
			author: frappe.session.user,
			kind: "Message",
			creation: frappe.datetime.now_datetime(true),
			state: "sending",
		};
		this.talk.messages.waiting.set(message.client_id, message);
		this.talk.changed();
		this.queue(message);
	}

	queue(message) {
		this.sending = this.sending.then(() => this.deliver(message));
	}

	async deliver(message) {
		try {
			const sent = await write("chat.send", letter(this.talk.name, message));
			this.talk.messages.waiting.delete(message.client_id);
			this.talk.hear_message({ message: sent });
		} catch (refusal) {
			this.fail(message, refusal);
		}
		this.talk.changed();
	}

	fail(message, refusal) {
		const waiting = this.talk.messages.waiting.get(message.client_id);
		// It has come back as a message meanwhile: only the answer was lost.
		if (!waiting) return;
		Object.assign(waiting, { state: "failed", refusal: refusal.message, is_lost: refusal.is_lost });
	}

	retry(client_id) {
		const message = this.talk.messages.waiting.get(client_id);
		if (message?.state !== "failed") return;
		message.state = "sending";
		this.talk.changed();
		this.queue(message);
	}

	// What no server answered goes out by itself when there is one again; what was refused waits for the person.
	try_again() {
		this.talk.messages.waiting.forEach(({ client_id, is_lost }) => is_lost && this.retry(client_id));
	}

	drop(client_id) {
		this.talk.messages.waiting.delete(client_id);
		this.talk.changed();
	}
}

const letter = (group, { text, client_id, reply, files, mentions }) => ({
	group,
	text: text || "",
	client_id,
	reply_to: reply?.name,
	files: files?.length ? files.map(({ name }) => name) : null,
	mentions: mentions?.length ? mentions : null,
});

// `crypto.randomUUID` is missing where the site is not served over https.
function new_id() {
	const numbers = crypto.getRandomValues(new Uint32Array(4));
	return [...numbers].map((number) => number.toString(16).padStart(8, "0")).join("");
}
