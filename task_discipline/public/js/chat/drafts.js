// What was begun and not sent, kept for each group on this device, and gone with the session's person.

const key_of = (group) => `td_chat_draft:${frappe.session.user}:${group}`;

export function draft_of(group) {
	try {
		return JSON.parse(localStorage.getItem(key_of(group))) || {};
	} catch {
		return {};
	}
}

export function keep_draft(group, { text, reply }) {
	try {
		if (!text && !reply) localStorage.removeItem(key_of(group));
		else localStorage.setItem(key_of(group), JSON.stringify({ text, reply }));
	} catch {
		// A browser that keeps nothing keeps no drafts either.
	}
}
