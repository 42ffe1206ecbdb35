// What the calendar comes to in a few words, and what is missing in it.

import { day, escape } from "../words";
import { hours_of } from "./week_bar";

const SOON_DAYS = 90;

export function summary(doc, fill) {
	const hours = Math.round(hours_of(doc.hours || []) * 10) / 10;
	const year = moment().year();
	const off = (doc.days || []).filter((row) => row.kind === "Day Off" && cstr(row.date).startsWith(year));
	const facts = [
		__("{0} hours a week", [hours]),
		off.length ? __("{0} days off in {1}", [off.length, year]) : "",
		doc.filled_until ? __("holidays filled until {0}", [day(doc.filled_until)]) : "",
		doc.time_zone || "",
	];
	const $summary = $('<div class="td-calendar-summary">').text(facts.filter(Boolean).join(" · "));
	return $("<div>").append($summary, notice(doc, fill));
}

function notice(doc, fill) {
	const words = missing(doc);
	if (!words || doc.__islocal) return "";
	const $notice = $('<div class="td-state td-orange" role="status">').append(
		$(`<span class="td-state-detail">${escape(words)}</span>`),
	);
	if (fill) {
		const $button = $('<button type="button" class="btn btn-default btn-xs">').text(__("Fill Holidays"));
		$notice.append($button.on("click", fill));
	}
	return $notice;
}

function missing({ filled_until }) {
	if (!filled_until) return __("Public holidays are not filled: they count as working days.");
	const left = moment(filled_until).diff(moment().startOf("day"), "days");
	if (left < 0)
		return __("Public holidays are filled until {0}: later ones count as working days.", [
			day(filled_until),
		]);
	return left < SOON_DAYS ? __("Public holidays are filled for {0} more days only.", [left]) : "";
}
