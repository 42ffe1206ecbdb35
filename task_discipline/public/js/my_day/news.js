// Tells of tasks that have changed, a moment after the last of several changes.

const PAUSE = 800;

export function watch(tell) {
	const told = frappe.utils.debounce(tell, PAUSE);
	const on_change = ({ doctype } = {}) => doctype === "TD Task" && told();
	// After a break of the connection the server has forgotten who listens, and what happened meanwhile is unknown.
	const on_connect = () => {
		frappe.realtime.doctype_subscribe("TD Task");
		told();
	};
	// A question was asked, answered or taken back, perhaps.
	const on_talk = ({ what, message } = {}) =>
		["message", "changed"].includes(what) && (message?.question || message?.reply_to) && told();
	const listeners = {
		list_update: on_change,
		doc_update: on_change,
		td_chat: on_talk,
		connect: on_connect,
	};
	return { start: () => listen(listeners) };
}

// A list of the host drops everybody's listeners, so they are put in place every time the page comes up.
function listen(listeners) {
	frappe.realtime.doctype_subscribe("TD Task");
	Object.entries(listeners).forEach(([event, listener]) => {
		frappe.realtime.off(event, listener);
		frappe.realtime.on(event, listener);
	});
}
