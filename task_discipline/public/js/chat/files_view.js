// The files of a message: pictures as pictures, all others by name and size.

import { icon, make } from "./dom";
import { size_words } from "./words";

export function files_element(files) {
	if (!files?.length) return null;
	return make("div", { class: "td-chat-files" }, files.map(file_element));
}

// Only the site's own files: an address from elsewhere would tell its owner who reads here.
const is_ours = ({ file_url }) => /^\/(private\/)?files\/[^/\\]/.test(file_url || "");

function file_element(file) {
	if (!is_ours(file))
		return make("span", { class: "td-chat-file" }, icon("es-line-attachment"), file.file_name);
	const address = encodeURI(decodeURI_safely(file.file_url));
	return file.is_image ? picture(file, address) : document_link(file, address);
}

function decodeURI_safely(address) {
	try {
		return decodeURI(address);
	} catch {
		return address;
	}
}

// The place is as high before the picture is there as after it, so that nothing jumps.
function picture(file, address) {
	const words = `${file.file_name} · ${size_words(file.size)}`;
	return make(
		"a",
		{ class: "td-chat-picture", href: address, target: "_blank", rel: "noopener", title: words },
		make("img", { src: address, alt: file.file_name, loading: "lazy" }),
	);
}

function document_link(file, address) {
	return make(
		"a",
		{ class: "td-chat-file", href: address, target: "_blank", rel: "noopener", download: file.file_name },
		make("span", { class: "td-chat-file-icon" }, icon("es-line-filetype", "md")),
		make(
			"span",
			{ class: "td-chat-file-words" },
			make("bdi", { class: "td-chat-file-name" }, file.file_name),
			make("span", { class: "td-chat-quiet" }, size_words(file.size)),
		),
	);
}
