// Deletion of old messages and copies of a group, loaded by their buttons in the settings only.

import { CopyDialog } from "./chat_admin/copy_dialog";
import { RetentionDialog } from "./chat_admin/retention_dialog";

frappe.provide("task_discipline.chat_admin");
task_discipline.chat_admin.delete_old = (frm) => new RetentionDialog(frm).open();
task_discipline.chat_admin.copy_group = () => new CopyDialog().open();
