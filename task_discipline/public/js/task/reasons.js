// Why a reminder was skipped or went by one way only: rows hold English sentences, one of a few.

const COULD_NOT = "It could not be sent: ";

export function reason_in_words(reason) {
	if (!reason) return "";
	if (!reason.startsWith(COULD_NOT)) return __(reason);
	return __("It could not be sent: {0}", [__(reason.slice(COULD_NOT.length))]);
}
