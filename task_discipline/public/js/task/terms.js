// How the person responsible stands to the deadline, and how far another one may be asked for: in words.

import { minutes_until, when } from "../words";
import { info, people_of } from "./view";

// {is_asked, is_agreed, how, since, asked_at, silence_ends, was, may_ask, is_firm, most, left, latest}; undefined for
// those whom it does not concern.
export const terms_of = (frm) => info(frm).agreement || undefined;

// What silence means until the person answers.
export function silence_in_words({ silence_ends }) {
	if (!silence_ends) return __("The deadline counts once you accept it.");
	return __("Without an answer until {0} the deadline counts as agreed.", [when(silence_ends)]);
}

export function limits_in_words(frm) {
	const terms = terms_of(frm);
	if (!terms) return "";
	if (!is_limited(terms)) return "";
	if (may_ask_back(terms)) return __("You can ask for another one until {0}.", [when(terms.was)]);
	return terms.may_ask ? what_is_left(terms) : why_not(terms, people_of(frm).assigner);
}

const is_limited = ({ is_firm, left, latest }) => is_firm || left !== null || Boolean(latest);

// What was moved earlier without his consent may be asked for, even where the limits allow nothing so late.
const may_ask_back = ({ was, is_firm, left, latest }) =>
	was && minutes_until(was) > 0 && (is_firm || left === 0 || (latest && latest < was));

function what_is_left({ left, most, latest }) {
	const counted = left !== null;
	if (counted && latest) {
		const values = [left, most, when(latest)];
		return __("Requests for another deadline: {0} of {1} left, for {2} at the latest.", values);
	}
	if (counted) return __("Requests for another deadline: {0} of {1} left.", [left, most]);
	return __("Another deadline can be asked for until {0} at the latest.", [when(latest)]);
}

function why_not({ is_firm, left, most, latest }, assigner) {
	const way_out = __("If you need more time, say so to {0} in a comment.", [assigner]);
	if (is_firm) return `${__("The deadline is firm: another one cannot be asked for.")} ${way_out}`;
	const used_up = __("All {0} requests for another deadline are used up.", [most]);
	const too_late = __("No deadline after {0} can be asked for.", [when(latest)]);
	return `${left === 0 ? used_up : too_late} ${way_out}`;
}
