// The assigner's answer to a request for another deadline.

import { call, is_saved, tell } from "./actions";
import { ask } from "./dialogs";

export function approve(frm, request) {
	if (is_saved(frm)) decide(frm, request, "approve", __("Deadline changed"))({}).catch(() => {});
}

export function keep_deadline(frm, request) {
	if (is_saved(frm)) ask("refuse", { send: decide(frm, request, "refuse", __("Deadline kept")) });
}

const decide = (frm, request, method, done) => (args) =>
	call(frm, "TD Deadline Request", request.name, method, args).then((outcome) => tell(done, outcome));
