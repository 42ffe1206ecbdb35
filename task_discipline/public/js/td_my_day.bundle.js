// My Day, loaded by its page only.

import { MyDay } from "./my_day/page";

frappe.provide("task_discipline");
task_discipline.open_my_day = (wrapper) => {
	wrapper.td_my_day = new MyDay(wrapper);
	wrapper.td_my_day.show();
};
