// The regions of the chosen country that have public holidays of their own, in a dialog that asks for a country.

export const region_field = () => ({
	fieldname: "subdivision",
	fieldtype: "Select",
	label: __("Region", null, "TD Work Calendar"),
	hidden: 1,
});

export function offer_regions(dialog, chosen = "") {
	const country = dialog.get_value("country");
	const shown = (regions) => {
		const whole = { value: "", label: __("The whole country") };
		dialog.set_df_property("subdivision", "options", [whole, ...regions]);
		dialog.set_df_property("subdivision", "hidden", regions.length ? 0 : 1);
		dialog.set_value("subdivision", regions.some(({ value }) => value === chosen) ? chosen : "");
	};
	if (!country) return shown([]);
	return frappe
		.xcall("task_discipline.api.calendars.regions", { country })
		.then(shown)
		.catch(() => shown([]));
}
