// What the site allows in the chat. The server asks again; here nobody is offered what would be refused.

import { minutes_until } from "../words";

const MEGABYTE = 1048576;
const HOSTS_MEGABYTES = 25;

const allowed = () => frappe.boot.task_discipline?.chat || {};

export const is_chat_on = () => Boolean(allowed().enabled);

// A message that is on its way has no age yet.
export const is_young_enough = ({ creation }) => -minutes_until(creation) < allowed().edit_minutes;

export function most_bytes() {
	const hosts = frappe.boot.max_file_size || HOSTS_MEGABYTES * MEGABYTE;
	const own = (allowed().max_file_mb || 0) * MEGABYTE;
	return own ? Math.min(own, hosts) : hosts;
}
