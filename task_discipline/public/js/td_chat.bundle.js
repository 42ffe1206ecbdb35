// The chat, loaded by its page and by the first panel on a form.

import { ChatPage } from "./chat/page";
import { discuss } from "./chat/panel";
import * as work from "./chat/work";

frappe.provide("task_discipline.chat");
Object.assign(task_discipline.chat, {
	discuss,
	work,
	open_page(wrapper) {
		wrapper.td_chat = new ChatPage(wrapper);
		wrapper.td_chat.show();
	},
});
