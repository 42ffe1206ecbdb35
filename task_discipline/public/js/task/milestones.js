// The milestones of a task, below its plan: added, reached and moved in place.

import { add_button, milestone_line } from "../milestones";
import { has_info, info, is_director, is_worker, name_of } from "./view";

export function milestone_list(frm) {
	const { milestones, now } = info(frm);
	const may = rights(frm);
	const may_add = has_info(frm) && may.lead && !may.has_ended;
	if (!milestones.length && !may_add) return null;
	const $list = $('<div class="td-milestones">');
	if (milestones.length) $list.append($('<div class="td-made-head">').text(__("Milestones")));
	milestones.forEach((milestone) =>
		$list.append(milestone_line(frm, milestone, may, (now || "").slice(0, 10))),
	);
	return may_add ? $list.append(add_button(frm)) : $list;
}

const rights = (frm) => ({
	reach: is_worker(frm) || is_director(frm),
	lead: is_director(frm),
	has_ended: ["Done", "Cancelled"].includes(frm.doc.status),
	name_of: (user) => name_of(frm, user),
});
