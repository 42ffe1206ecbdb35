// The imports of tasks, loaded by their buttons in the settings and in the list only.

import { ImportDialog } from "./imports/dialog";
import { SheetDialog } from "./imports/sheet_dialog";

frappe.provide("task_discipline");
task_discipline.import_tasks = () => new ImportDialog().open();
task_discipline.import_sheet = () => new SheetDialog().open();
