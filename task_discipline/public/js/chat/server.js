// Questions to the server, asked quietly: the chat itself says what went wrong, and asks again where nobody answered.

const DOORS = "/api/method/task_discipline.api.";

export class Refusal extends Error {
	// `is_lost`: the server did not answer, so the same question may be asked again.
	constructor(message, is_lost) {
		super(message);
		this.is_lost = is_lost;
	}
}

export const read = (door, given = {}) =>
	ask(`${DOORS}${door}?${new URLSearchParams(present(given))}`, { method: "GET", cache: "no-store" });

export const write = (door, given = {}) =>
	ask(DOORS + door, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(present(given)),
	});

const present = (given) =>
	Object.fromEntries(Object.entries(given).filter(([, value]) => value != null && value !== ""));

const LOST = () => new Refusal(__("The server cannot be reached now."), true);

async function ask(address, options) {
	const headers = { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token };
	const answer = await fetch(address, { ...options, headers: { ...headers, ...options.headers } }).catch(
		() => {
			throw LOST();
		},
	);
	const said = (await answer.json().catch(() => null)) || {};
	if (answer.ok) return said.message;
	throw refusal(answer.status, said);
}

export function refusal(status, said) {
	if (said.session_expired || status === 401) frappe.app.handle_session_expired();
	const words = said_words(said);
	if (!words && status >= 500) return LOST();
	return new Refusal(words || __("This was refused by the server."), status >= 500 && status !== 501);
}

// What the server said to a person, without its markup.
function said_words(said) {
	try {
		const told = JSON.parse(said._server_messages || "[]").map((one) => plain(JSON.parse(one).message));
		return told.filter(Boolean).join("\n");
	} catch {
		return "";
	}
}

const plain = (markup) => new DOMParser().parseFromString(markup, "text/html").body.textContent;

// A private file for a message of the group. `told` hears how much of it is there, from 0 to 1.
export function upload(file, group, told) {
	const request = new XMLHttpRequest();
	const done = new Promise((resolve, reject) => {
		request.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
		request.addEventListener("error", () => reject(LOST()));
		request.addEventListener("abort", () => reject(new Refusal(__("Removed"), false)));
		request.addEventListener("load", () => {
			const said = parsed(request.responseText);
			if (request.status < 400) resolve(said.message);
			else reject(refusal(request.status, said));
		});
	});
	request.open("POST", "/api/method/upload_file");
	request.setRequestHeader("Accept", "application/json");
	request.setRequestHeader("X-Frappe-CSRF-Token", frappe.csrf_token);
	request.send(upload_form(file, group));
	return { done, stop: () => request.abort() };
}

function upload_form(file, group) {
	const form = new FormData();
	form.append("file", file, file.name);
	// Kept by a door of ours: the host's own asks for the right to change the group.
	form.append("method", "task_discipline.api.chat.upload");
	form.append("group", group);
	return form;
}

function parsed(text) {
	try {
		return JSON.parse(text) || {};
	} catch {
		return {};
	}
}
