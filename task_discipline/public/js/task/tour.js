// A short walk through the form for whoever sets his first task, from its menu and from the steps of a new site.

const TOUR = "TD Task";

// The host shows the words of its record as they are stored, and its buttons in English.
const WORDS = {
	subject: [
		() => __("What is to be done"),
		() => __("One line that says the result: <i>Sign the lease of the warehouse</i>."),
	],
	responsible: [
		() => __("Who answers for it"),
		() => __("One person, who is told at once. Others who work on it are co-assignees."),
	],
	deadline: [
		() => __("By when"),
		() =>
			__(
				"Until then it is on time. The responsible accepts the date or asks for another one; every change stays on record.",
			),
	],
	observers: [
		() => __("Who watches it"),
		() => __("Observers see the task, comment on it and are told when it is handed in."),
	],
	description: [
		() => __("What it takes"),
		() =>
			__(
				"Whatever the responsible needs to know. Files are attached at the side once the task is saved.",
			),
	],
	plan: [
		() => __("The plan"),
		() => __("Steps to tick, each with a person and a date of its own where you wish."),
	],
	needs_review: [
		() => __("How it ends"),
		() =>
			__(
				"You accept the result or return it. Below you ask for a written result, a file or a finished plan.",
			),
	],
};

export function offer_tour(frm) {
	if (!frm.is_new() || !frappe.model.can_create(frm.doctype)) return;
	speak_the_language(frm.tour);
	frm.page.add_menu_item(__("Show Me Around"), () =>
		frm.tour.init({ tour_name: TOUR }).then(() => frm.tour.start()),
	);
}

function speak_the_language(tour) {
	if (!tour || tour.td_speaks) return;
	tour.td_speaks = true;
	const init = tour.init.bind(tour);
	// At its end the host asks for another entry, though one was just saved.
	tour.init = ({ tour_name }) => init({ tour_name }).then(() => translate(tour));
}

function translate(tour) {
	if (!tour.driver) return;
	Object.assign(tour.driver.options, {
		closeBtnText: __("Close"),
		doneBtnText: __("Done"),
		nextBtnText: __("Next"),
		prevBtnText: __("Previous"),
	});
	(tour.tour.steps || []).forEach(({ fieldname }, index) => {
		const step = tour.driver_steps[index];
		if (!step || !WORDS[fieldname]) return;
		const [title, description] = WORDS[fieldname];
		Object.assign(step.popover, { title: title(), description: description() });
	});
	tour.update_driver_steps();
}
