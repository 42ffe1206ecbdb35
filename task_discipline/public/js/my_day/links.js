// Where the list shows everything of a group that the page only counts.

const mine = (filters) => ({ _assign: ["like", `%"${frappe.session.user}"%`], ...filters });
const set_by_me = (filters) => ({ assigner: frappe.session.user, ...filters });

const LISTS = {
	mine: () => mine(),
	overdue: () => mine({ timeliness: "Overdue" }),
	today: (date) => mine({ deadline: ["Between", [date, date]] }),
	next: (date) => mine({ deadline: ["Between", [days_after(date, 1), days_after(date, 7)]] }),
	review: () => set_by_me({ status: "Submitted" }),
	set_overdue: () => set_by_me({ timeliness: "Overdue" }),
	later: (date) => mine({ deadline: [">", days_after(date, 8)] }),
	undated: () => mine({ deadline: ["is", "not set"] }),
	held: () => mine({ status: "On Hold" }),
	submitted: () => mine({ status: "Submitted" }),
};

const days_after = (date, days) => moment(date).add(days, "days").format("YYYY-MM-DD");

export function link_to_all(name, date) {
	if (name === "asked") return "/app/td-deadline-request?status=Open";
	return `/app/td-task/view/list?${new URLSearchParams(as_text(LISTS[name](date)))}`;
}

const as_text = (filters) =>
	Object.fromEntries(
		Object.entries(filters).map(([field, value]) => [
			field,
			Array.isArray(value) ? JSON.stringify(value) : value,
		]),
	);
