// The form in which a person chooses how he is told of what.

import { escape } from "../words";
import { show_feed } from "./feed";
import { look } from "./open";

const TOPICS = ["work", "deadlines", "overdue", "reviews", "plan", "chat"];
const DIGEST = "In the Morning Digest";
const NEVER = "No";

export const events = {
	setup(frm) {
		$(frm.wrapper).addClass("td-preferences-form");
	},

	onload(frm) {
		if (frm.is_new()) frm.doc.user ||= frappe.session.user;
		frm.set_df_property("user", "read_only", frappe.session.user === "Administrator" ? 0 : 1);
		frm.set_df_property("user", "hidden", is_own(frm) ? 1 : 0);
	},

	async refresh(frm) {
		if (!may_write(frm)) {
			frm.disable_save();
			frm.set_read_only();
			frm.refresh_fields();
		}
		frm.page.set_title(is_own(frm) ? __("My Preferences") : frm.doc.person_name || frm.doc.user);
		if (is_own(frm)) frm.add_custom_button(__("Usual Choices"), () => choose_usual(frm));
		explain(frm, []);
		const { mandatory, hints } = await look();
		show_circumstances(frm, mandatory, is_own(frm) ? hints : []);
		insist(frm, mandatory);
		explain(frm, mandatory);
		frm.td_mandatory = mandatory;
		await show_feed(frm, is_own(frm));
	},

	digest: (frm) => explain(frm, frm.td_mandatory || []),

	...Object.fromEntries(
		TOPICS.map((topic) => [`${topic}_mail`, (frm) => explain(frm, frm.td_mandatory || [])]),
	),
};

const is_own = (frm) => frm.doc.user === frappe.session.user;
const may_write = (frm) => is_own(frm) || frappe.session.user === "Administrator";

function choose_usual(frm) {
	frm.meta.fields
		.filter(({ default: usual, read_only }) => usual && !read_only)
		.forEach(({ fieldname, fieldtype, default: usual }) =>
			frm.set_value(fieldname, fieldtype === "Check" ? cint(usual) : usual),
		);
}

function show_circumstances(frm, mandatory, hints) {
	const lines = hints.map(({ text, link }) =>
		link ? `${escape(text)} <a href="${escape(link)}">${__("Open", null, "button")}</a>` : escape(text),
	);
	if (mandatory.length) {
		const names = mandatory.map((topic) => __(frm.fields_dict[`${topic}_section`].df.label));
		lines.push(escape(__("Your company has made mandatory: {0}.", [names.join(", ")])));
	}
	if (frm.is_new() && is_own(frm))
		lines.push(__("You have not chosen yet: what you see here is what counts now."));
	frm.toggle_display("circumstances", lines.length > 0);
	frm.fields_dict.circumstances.$wrapper
		.empty()
		.append(lines.map((line) => `<p class="td-preferences-hint">${line}</p>`));
}

// What cannot be switched off is not offered, except where it was off before it became mandatory.
function insist(frm, mandatory) {
	TOPICS.forEach((topic) => {
		const must = mandatory.includes(topic);
		const {
			[`${topic}_bell`]: bell,
			[`${topic}_mail`]: mail,
			[`${topic}_section`]: section,
		} = frm.fields_dict;
		frm.set_df_property(bell.df.fieldname, "read_only", must ? 1 : 0);
		mail.td_choices ||= mail.df.options;
		const offered = mail.td_choices
			.split("\n")
			.filter((one) => !must || one !== NEVER || mail.value === NEVER);
		frm.set_df_property(mail.df.fieldname, "options", offered.join("\n"));
		section.wrapper.toggleClass("td-mandatory", must).find(".td-mandatory-pill").remove();
		if (must)
			section.head.append(
				`<span class="indicator-pill no-indicator-dot blue td-mandatory-pill">${__("Mandatory", null, "of a notice")}</span>`,
			);
	});
}

function explain(frm, mandatory) {
	TOPICS.forEach((topic) => {
		const must = mandatory.includes(topic);
		const [bell, mail] = [`${topic}_bell`, `${topic}_mail`];
		frm.set_df_property(bell, "description", must && !frm.doc[bell] ? __("Rings all the same") : "");
		frm.set_df_property(mail, "description", words_of_mail(frm, frm.doc[mail], must));
	});
}

function words_of_mail(frm, chosen, must) {
	if (must && chosen === NEVER) return __("Comes all the same");
	if (chosen === DIGEST && !frm.doc.digest) return __("Comes at once, because you take no morning digest");
	return "";
}
