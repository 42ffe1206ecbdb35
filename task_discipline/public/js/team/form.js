// The form of a team.

import { offer_talk } from "../chat/discuss";

export const events = {
	refresh: (frm) => offer_talk(frm, [frm.doc.head, ...(frm.doc.members || []).map(({ user }) => user)]),
};
