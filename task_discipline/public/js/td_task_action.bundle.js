// The page behind a button in a mail: sends the confirmation and says what became of it.

const DOOR = "/api/method/task_discipline.api.mail_actions.confirm";
const page = (name) => document.querySelector(`[data-${name}]`);
const form = document.querySelector("form");

form.addEventListener("submit", (event) => {
	event.preventDefault();
	const button = form.querySelector("button");
	button.disabled = true;
	page("refusal").hidden = true;
	confirm_action()
		.then(show_done)
		.catch((refusal) => {
			page("refusal").textContent = refusal.message;
			page("refusal").hidden = false;
			button.disabled = false;
		});
});

async function confirm_action() {
	const answer = await fetch(DOOR, {
		method: "POST",
		headers: {
			"Content-Type": "application/json",
			Accept: "application/json",
			"X-Frappe-CSRF-Token": form.dataset.token,
		},
		body: JSON.stringify({
			link: window.location.search.slice(1),
			result: form.querySelector("textarea")?.value || null,
		}),
	}).catch(() => null);
	const said = (await answer?.json().catch(() => null)) || {};
	if (!answer?.ok) throw new Error(refusal_in(said) || form.dataset.failed);
	return said.message;
}

function show_done(words) {
	form.remove();
	page("title").textContent = words;
	page("message").textContent = "";
	document.title = words;
	page("title").focus();
}

// What the server said to a person, without its markup.
function refusal_in(said) {
	const messages = JSON.parse(said._server_messages || "[]").map((one) => JSON.parse(one).message);
	return messages.map(plain).join("\n");
}

function plain(markup) {
	return new DOMParser().parseFromString(markup, "text/html").body.textContent;
}
