// The form of a statement and what managers do with many, loaded where somebody needs it.

import { act_on_chosen } from "./statement/bulk";
import { DraftDialog } from "./statement/draft_dialog";
import { events } from "./statement/form";

frappe.provide("task_discipline");
task_discipline.statements = {
	events,
	act_on_chosen,
	draft: (listview) => new DraftDialog(listview).open(),
};
