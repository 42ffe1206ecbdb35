// For whoever goes by the keyboard or listens to a screen reader, on our pages: what the host's forms and dialogs lack.

const BOXES = "input:not([type=checkbox]), textarea, select, .ql-editor[contenteditable]";
const OURS = /\bTD |\btd-/;

const is_ours = () => OURS.test(frappe.get_route_str());

export function serve_the_keyboard() {
	// The fields of a form are drawn after its event.
	$(document).on("form-refresh", (_event, frm) =>
		setTimeout(() => [open_editors, find_place].map((serve) => serve(frm))),
	);
	$(document).on("form-refresh shown.bs.tab shown.bs.modal", () => setTimeout(name_fields));
	$(document).on("focusin focusout", note_place).on("hidden.bs.modal", ".modal", lead_back);
	document.addEventListener("keydown", leave_editor, true);
}

// The host writes the label of a field beside it and does not tie the two.
function name_fields() {
	if (!is_ours()) return;
	$(".page-container:visible, .modal.show")
		.find(".frappe-control[data-fieldname]")
		.each((_index, control) => {
			const label = $(control).find("> .form-group .control-label").first().text().trim();
			if (label) $(control).find(BOXES).not("[aria-label], .grid-body *").each(say(label));
		});
}

const say = (label) => (_index, box) => {
	box.setAttribute("aria-label", label);
	if (box.matches(".ql-editor")) box.setAttribute("role", "textbox");
};

// Tab before a text editor would stay where it is: the host asks the field for an editor that it has not got.
function open_editors({ doctype, fields_dict }) {
	if (!OURS.test(doctype)) return;
	Object.values(fields_dict)
		.filter(({ df }) => df.fieldtype === "Text Editor")
		.forEach((field) => (field.editor ??= { set_focus: () => field.quill?.focus() }));
}

// ... and within one it would write a tab for ever.
function leave_editor(event) {
	if (event.key === "Tab" && is_ours() && event.target.closest(".ql-editor")) event.stopPropagation();
}

// What had the focus outside of dialogs, and did not lose it to a click elsewhere. A button that works is switched off
// meanwhile, and so loses it, too.
let place = null;

function note_place({ type, target, relatedTarget }) {
	if ($(target).closest(".modal").length) return;
	if (type === "focusin") place = target;
	else if (!relatedTarget && !target.disabled) place = null;
}

const is_lost = () => document.activeElement === document.body;

// The next step takes the place of the one that was taken.
function find_place({ wrapper }) {
	if (is_ours() && is_lost() && $(place).is(".primary-action:visible") && wrapper.contains(place))
		place.focus();
}

// Where a dialog was opened, its end leads back to.
function lead_back() {
	if (is_ours() && is_lost() && !$(".modal.show").length) place?.focus();
}
