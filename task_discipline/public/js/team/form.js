// The form of a team.

import { offer_talk } from "../chat/discuss";
import { name_pills } from "../list/people";

export const events = {
	refresh(frm) {
		offer_talk(frm, [frm.doc.head, ...(frm.doc.members || []).map(({ user }) => user)]);
		name_pills(frm, "members");
	},
};
