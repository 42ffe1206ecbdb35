// The months that a person may choose from, the newest first.

import { spoken } from "../dates";

export const months_back = (number) =>
	Array.from({ length: number }, (_one, back) => {
		const month = moment().startOf("month").subtract(back, "month");
		return { value: month.format("YYYY-MM-DD"), label: spoken(month, "MMMM YYYY") };
	});
