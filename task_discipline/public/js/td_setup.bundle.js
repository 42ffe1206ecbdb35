// The page on which a site is set up, loaded by itself only.

import { Setup } from "./setup/page";

frappe.provide("task_discipline");
task_discipline.open_setup = (wrapper) => {
	wrapper.td_setup = new Setup(wrapper);
	wrapper.td_setup.load();
};
