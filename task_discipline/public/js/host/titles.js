// Titles of forms: a new record in words that every grammar allows, and a person by name.

import { full_name, learn_names } from "../list/people";

// The host puts "New" and a noun together.
const NEW = {
	"TD Absence": () => __("New Absence"),
	"TD Bonus Base": () => __("New Bonus Base"),
	"TD Discipline Rule": () => __("New Rule"),
	"TD Project Link": () => __("New Project"),
	"TD Project Template": () => __("New Project Template"),
	"TD Task": () => __("New Task"),
	"TD Task Template": () => __("New Task Template"),
	"TD Team": () => __("New Team"),
	"TD Work Calendar": () => __("New Work Calendar"),
};
// Whose record is of a person: the host shows the address.
const OF_PEOPLE = ["TD Bonus Base", "TD Chat Member", "TD Digest"];

export const is_named = (doctype) => doctype in NEW;
export const words_for_new = (doctype) => NEW[doctype]();

export function speak_in_titles() {
	const { prototype } = frappe.ui.form.Toolbar;
	const set_title = prototype.set_title;
	prototype.set_title = function () {
		set_title.call(this);
		const { doctype, doc } = this.frm;
		if (this.frm.is_new() && is_named(doctype)) show(this.page, words_for_new(doctype));
		else if (OF_PEOPLE.includes(doctype)) name_person(this, doc.user);
		else if (doctype === "TD Discipline Rule Version") name_rule(this, doc.rule);
	};
	const set_breadcrumb = frappe.breadcrumbs.set_form_breadcrumb;
	frappe.breadcrumbs.set_form_breadcrumb = function (place, view) {
		set_breadcrumb.call(this, place, view);
		const is_new = (frappe.get_route()[2] || "").startsWith(`new-${frappe.router.slug(place.doctype)}`);
		if (is_new && is_named(place.doctype))
			this.$breadcrumbs.find("li a").last().text(words_for_new(place.doctype));
	};
}

function show(page, words) {
	page.set_title(words);
	frappe.utils.set_title(words);
}

function name_rule({ frm, page }, rule) {
	frappe.utils.fetch_link_title("TD Discipline Rule", rule).then((title) => {
		if (frm.doc.rule === rule) show(page, `${title} (${frm.doc.version})`);
	});
}

function name_person({ frm, page }, user) {
	learn_names([user]).then(() => {
		if (frm.doc.user === user) show(page, full_name(user));
	});
}
