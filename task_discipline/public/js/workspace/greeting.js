// The steps that greet a new site, in the person's language: the host translates their titles and buttons alone.

const OURS = "Task Discipline ";
const ADDRESS_COMES = 600;
const back = () => __("Go back to the workspace Task Discipline for the next step.");

// What is said over the page that a step has opened.
const ON_THE_PAGE = {
	"Task Discipline Set-up": [
		() => __("The set-up of this site"),
		() => __("Mend what is marked, from the top down."),
	],
	"Task Discipline My Day": [
		() => __("My Day"),
		() => __("This page keeps itself up to date: leave it open."),
	],
	"Task Discipline Chat": [
		() => __("Chat"),
		() => __("Make a group with the button, or open the talk of a task from its form."),
	],
};

export function greet_in_the_language() {
	const make = frappe.widget?.make_widget;
	if (!make) return;
	wait_for_the_address(frappe.widget.widget_factory.onboarding?.prototype);
	frappe.widget.make_widget = (options) => {
		if (options.widget_type === "onboarding") options.steps?.forEach(translate);
		return make(options);
	};
}

function translate(step) {
	if (!step.name?.startsWith(OURS)) return;
	step.description = __(step.description);
	const words = ON_THE_PAGE[step.name];
	if (!words) return;
	const [title, message] = words;
	Object.assign(step, { callback_title: title(), callback_message: `${message()} ${back()}` });
}

// The host leads back with a message as soon as a record is saved, and empties it when the address of the record comes.
function wait_for_the_address(widget) {
	const create = widget?.create_entry;
	if (!create) return;
	widget.create_entry = async function (step) {
		await create.call(this, step);
		const lead_back = frappe.route_hooks.after_save;
		if (!lead_back || !step.name?.startsWith(OURS)) return;
		frappe.route_hooks.after_save = (frm) => setTimeout(() => lead_back(frm), ADDRESS_COMES);
	};
}
