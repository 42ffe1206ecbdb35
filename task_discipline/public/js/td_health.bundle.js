// How the system is doing, loaded by its block on the workspace only.

import { Health } from "./health/block";

frappe.provide("task_discipline");
task_discipline.show_health = (root) => new Health(root).load();
