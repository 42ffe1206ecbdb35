import js from "@eslint/js";
import globals from "globals";

// What the desk puts on `window` for every script.
const desk = [
	"frappe",
	"task_discipline",
	"cur_frm",
	"cur_list",
	"cur_page",
	"cur_dialog",
	"locals",
	"__",
	"$",
	"jQuery",
	"moment",
];
const helpers = ["cint", "cstr", "flt", "format_currency", "has_common", "in_list", "repl", "show_alert"];

export default [
	js.configs.recommended,
	{
		files: ["task_discipline/**/*.js"],
		languageOptions: {
			ecmaVersion: 2022,
			sourceType: "module",
			globals: {
				...globals.browser,
				...Object.fromEntries([...desk, ...helpers].map((name) => [name, "readonly"])),
			},
		},
		rules: {
			eqeqeq: ["error", "smart"],
			"no-var": "error",
			"prefer-const": "error",
			"no-eval": "error",
			"no-console": "error",
			"no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }],
			complexity: ["error", 10],
		},
	},
];
