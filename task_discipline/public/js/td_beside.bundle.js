// What stands beside the records of other apps, loaded with the first of them.

import { count_rows } from "./beside/list";
import { show } from "./beside/record";

frappe.provide("task_discipline");
task_discipline.beside = { show, count_rows };
