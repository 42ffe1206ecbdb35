// What a person wrote, in parts: links, people, code, tasks, and the words between them. Pure; nothing is markup here.

const CODE_BLOCK = "```(?:[^\\S\\n]*\\n)?([\\s\\S]+?)```";
const CODE = "`([^`\\n]+)`";
// Marks that turn the direction of writing would let an address be read as another one.
const LINK = "\\b(https?:\\/\\/[^\\s<>\"'`\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+)";
const TASK = "(?<![\\p{L}\\p{N}_-])(TD-\\d{5,9})(?![\\p{L}\\p{N}_-])";

// `names`: the full names of those whom the server has found mentioned.
export function parts_of(text, names = []) {
	const marks = new RegExp([CODE_BLOCK, CODE, LINK, TASK, person_mark(names)].join("|"), "gu");
	const parts = [];
	let end = 0;
	for (const found of text.matchAll(marks)) {
		const part = part_of(found);
		if (!part) continue;
		add_words(parts, text.slice(end, found.index));
		parts.push(part);
		end = found.index + (part.length ?? found[0].length);
	}
	add_words(parts, text.slice(end));
	return parts;
}

function add_words(parts, text) {
	if (text) parts.push({ kind: "words", text });
}

// The longest name first: "@Anna Berg" is not "@Anna" with a word behind it.
function person_mark(names) {
	const longest_first = [...names].sort((one, other) => other.length - one.length);
	const escaped = longest_first.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	return escaped.length ? `@(${escaped.join("|")})(?![\\p{L}\\p{N}_])` : "@((?!))";
}

function part_of([whole, block, code, link, task, name]) {
	if (block !== undefined) return { kind: "block", text: block.replace(/\n$/, "") };
	if (code !== undefined) return { kind: "code", text: code };
	if (link !== undefined) return link_part(link);
	if (task !== undefined) return { kind: "task", text: task };
	return { kind: "person", text: whole, name };
}

// The full stop behind an address belongs to the sentence, a bracket only where it was opened outside.
function link_part(address) {
	let text = address.replace(/[.,;:!?…]+$/, "");
	if (text.endsWith(")") && !text.includes("(")) text = text.replace(/\)+[.,;:!?…]*$/, "");
	return is_web_address(text) ? { kind: "link", text, href: text, length: text.length } : null;
}

function is_web_address(text) {
	try {
		return ["http:", "https:"].includes(new URL(text).protocol);
	} catch {
		return false;
	}
}
