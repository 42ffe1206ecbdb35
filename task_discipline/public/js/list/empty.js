// What an empty list says instead of "not found": what belongs here, and what to do next.

// The host's message with other words in it.
export function in_place_of(message, words) {
	const $message = $("<div>").html(message);
	$message.find("p").first().text(words);
	return $message.html();
}

// As long as nobody has asked for anything else: a list with filters of its own would speak of those.
export function guide_when_empty(listview, words) {
	const no_result = listview.get_no_result_message.bind(listview);
	listview.get_no_result_message = () =>
		is_as_it_opens(listview) ? in_place_of(no_result(), words()) : no_result();
}

function is_as_it_opens(listview) {
	const own = (listview.settings.filters || []).map(as_text);
	const shown = listview.get_filters_for_args().map(([, ...filter]) => as_text(filter));
	return shown.every((filter) => own.includes(filter));
}

const as_text = ([fieldname, operator, value]) => JSON.stringify([fieldname, operator, value]);
