// The import of ERPNext's tasks, loaded by its button in the settings only.

import { ImportDialog } from "./imports/dialog";

frappe.provide("task_discipline");
task_discipline.import_tasks = () => new ImportDialog().open();
