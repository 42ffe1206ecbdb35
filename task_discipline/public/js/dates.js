// Names of days and months in the language of the desk. The host's library of dates speaks English alone.

const ENGLISH = "en";
let ours;

// Words of a moment as moment.js writes them: "dddd, D MMMM".
export const spoken = (date, format) => date.clone().locale(locale()).format(format);

function locale() {
	ours ??= frappe.boot.lang?.startsWith(ENGLISH) ? ENGLISH : define(frappe.boot.lang.replace("_", "-"));
	return ours;
}

// A name of its own, so that nothing that the host says or reads changes; defining one would make it the usual one.
function define(language) {
	const usual = moment.locale();
	const name = `td-${language}`;
	try {
		moment.defineLocale(name, { parentLocale: ENGLISH, ...names(language) });
		return name;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return ENGLISH; // a language that the browser does not know
	} finally {
		moment.locale(usual);
	}
}

function names(language) {
	const months = [...Array(12).keys()].map((month) => new Date(2024, month, 15));
	const days = [...Array(7).keys()].map((day) => new Date(2024, 0, 7 + day)); // from a Sunday on
	const in_words = (options) => new Intl.DateTimeFormat(language, options);
	const part = (kind, options) => (date) =>
		in_words(options)
			.formatToParts(date)
			.find(({ type }) => type === kind).value;
	return {
		months: {
			// Behind a day many languages bend the name of a month.
			format: months.map(part("month", { day: "numeric", month: "long" })),
			standalone: months.map(part("month", { month: "long" })),
		},
		monthsShort: months.map((month) =>
			part("month", { day: "numeric", month: "short" })(month).replace(".", ""),
		),
		weekdays: days.map(part("weekday", { weekday: "long" })),
		weekdaysShort: days.map(part("weekday", { weekday: "short" })),
		weekdaysMin: days.map(part("weekday", { weekday: "short" })),
	};
}
