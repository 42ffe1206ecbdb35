// Elements made by hand. What people wrote goes in as text nodes only: nothing of it is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

// make("a", {class: "x", href, onclick}, "text", child): children that are null, false or 0 are left out.
export function make(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	Object.entries(attributes).forEach(([name, value]) => set(element, name, value));
	element.append(...children.flat(Infinity).filter(is_shown));
	return element;
}

const is_shown = (child) => child instanceof Node || (typeof child === "string" && child !== "");

function set(element, name, value) {
	if (value == null || value === false) return;
	if (typeof value === "function") element.addEventListener(name.slice(2), value);
	else element.setAttribute(name, value === true ? "" : value);
}

// An icon of the host, by the name of its drawing.
export function icon(name, size = "sm") {
	const svg = document.createElementNS(SVG, "svg");
	svg.setAttribute("class", `${name.startsWith("es-") ? "es-icon" : "icon"} icon-${size}`);
	svg.setAttribute("aria-hidden", "true");
	const use = document.createElementNS(SVG, "use");
	use.setAttribute("href", `#${name.startsWith("es-") ? name : `icon-${name}`}`);
	svg.append(use);
	return svg;
}

export function icon_button(name, label, onclick, attributes = {}) {
	const { class: also = "", ...rest } = attributes;
	return make(
		"button",
		{
			type: "button",
			class: `btn btn-reset td-chat-icon ${also}`,
			title: label,
			"aria-label": label,
			onclick,
			...rest,
		},
		icon(name),
	);
}

export function button(label, onclick, style = "btn-default") {
	return make("button", { type: "button", class: `btn btn-sm ${style}`, onclick }, label);
}

const COLOURS = ["blue", "green", "orange", "purple", "pink", "cyan", "yellow", "red"];

function colour_of(words) {
	const sum = [...words].reduce((total, sign) => (total * 31 + sign.codePointAt(0)) >>> 0, 7);
	return COLOURS[sum % COLOURS.length];
}

// A picture, or the first letters of the name on a colour that stays the person's own.
export function avatar(name, image, key = name) {
	const place = make("span", {
		class: `td-chat-avatar td-chat-tint-${colour_of(key)}`,
		"aria-hidden": "true",
	});
	if (image) place.append(make("img", { src: image, alt: "", loading: "lazy" }));
	else place.append(initials(name));
	return place;
}

function initials(name) {
	const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
	const letters = words.map((word) => word.match(/[\p{L}\p{N}]/u)[0]);
	return (letters.length > 1 ? letters[0] + letters.at(-1) : letters.join("")).toUpperCase();
}
