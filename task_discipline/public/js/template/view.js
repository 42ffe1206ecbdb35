// What the server says about the template in the form, and how its moments are written.

import { spoken } from "../dates";
import { local, site_now, when } from "../words";

const NOTHING = { made: [], made_count: 0, events: [], names: {}, preview: null, last_run: null };

export const info = (frm) => frm.doc.__onload?.task_discipline || NOTHING;

export const name_of = (frm, user) => info(frm).names[user] || user;

const clock = () => frappe.datetime.get_user_time_fmt().replace(":ss", "");

// "Mon 30 Nov 2026 09:00" in the time of the company, in which rules are written and count.
export const written_out = (value) => spoken(moment(value), `ddd D MMM YYYY ${clock()}`);

// The zone of the company where it is not the person's own.
export function company_zone() {
	const { system, user } = frappe.boot.time_zone || {};
	return system && user && system !== user ? system : null;
}

export const is_past = (value) => !local(value).isAfter(site_now());

// "Mon 30 Nov 09:00", or what stands for it where the moment has come already.
export const soon = (value) => (is_past(value) ? __("within the next minutes") : when(value));
