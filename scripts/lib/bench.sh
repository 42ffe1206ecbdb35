# shellcheck shell=bash
# The bench: its command line tool, Frappe, and this app as a copy of the work tree.

# 5.24 brought uv, which installs Frappe's packages in seconds.
BENCH_CLI="frappe-bench~=5.25"
# Frappe 15 is built with yarn 1; the distributions carry other versions.
YARN="yarn@1.22.22"

install_tools() {
	as_user rm -rf "$TOOLS/cli" "$TOOLS/yarn"
	as_user "$PYTHON" -m venv "$TOOLS/cli"
	# The limits in constraints.txt are Frappe's, not this tool's.
	as_user PIP_CONSTRAINT= "$TOOLS/cli/bin/python" -m pip install --quiet "$BENCH_CLI"
	as_user npm install --no-fund --no-audit --prefix "$TOOLS/yarn" "$YARN"
	as_user ln -sfn "$TOOLS/yarn/node_modules/.bin/yarn" "$TOOLS/bin/yarn"
	# redis-tools carries the server under another name; the name it is called by decides what it is.
	if ! PATH="$PATH:/usr/sbin" command -v redis-server >/dev/null; then
		as_user ln -sfn "$(command -v redis-check-rdb)" "$TOOLS/bin/redis-server"
	fi
	set_stamp tools "$BENCH_CLI $YARN $PYTHON"
}

tools_are_ready() { [ "$(stamp tools)" = "$BENCH_CLI $YARN $PYTHON" ]; }

# write_constraints FRAPPE: what this Frappe asks of python-dateutil besides; it differs even within version 15, and
# other packages would pull a later one in.
write_constraints() {
	{
		cat "$ROOT/scripts/lib/constraints.txt"
		as_user sed -n 's/^ *"\(python-dateutil[^"]*\)",$/\1/p' "$1/pyproject.toml"
	} | as_user sh -c 'cat >"$1"' sh "$TOOLS/constraints.txt"
}

# Not left to bench: for a mirror that is a local path git would link its files, which asks for more rights than
# reading, and would fetch the whole history.
fetch_frappe() {
	as_user rm -rf "$STATE/frappe" "$STATE/frappe.new"
	as_user git clone --no-local --depth 1 --branch "$FRAPPE_BRANCH" "$FRAPPE_REPO" "$STATE/frappe.new"
	as_user mv "$STATE/frappe.new" "$STATE/frappe"
}

# Until the bench is made, Frappe waits beside it.
frappe_source() { if [ -n "$(stamp bench)" ]; then printf '%s' "$BENCH_DIR/apps/frappe"; else printf '%s' "$STATE/frappe"; fi; }

# Without its stamp a bench is half-made: it holds nothing worth keeping yet.
init_bench() {
	local name
	write_constraints "$STATE/frappe"
	for name in apps env config sites logs Procfile patches.txt; do as_user rm -rf "${BENCH_DIR:?}/$name"; done
	as_user bench init --ignore-exist --skip-redis-config-generation --no-procfile --no-backups --skip-assets \
		--frappe-path "$STATE/frappe" --frappe-branch "$FRAPPE_BRANCH" --python "$PYTHON" "$BENCH_DIR"
	as_user git -C apps/frappe remote set-url upstream "$FRAPPE_REPO"
	as_user rm -rf "$STATE/frappe"
	# What a resolver chose before the limits were known to it.
	as_user uv pip install --python env/bin/python --quiet setuptools python-dateutil
	as_user env/bin/python -c 'import frappe'
	set_stamp bench "$FRAPPE_REPO $FRAPPE_BRANCH"
}

# socketio and the workers read the common file; what differs per site stands in the site's own.
configure_bench() {
	set_stamp database "$DATABASE"
	as_user env/bin/python - sites/common_site_config.json \
		"$DATABASE" "$(database_port)" "$(port redis_cache)" "$(port redis_queue)" "$(secret "$DATABASE-root")" \
		"$(port web)" "$(port socketio)" <<-'PYTHON'
			import json, os, sys
			path, kind, db, cache, queue, password, web, socketio = sys.argv[1:]
			config = json.load(open(path)) if os.path.exists(path) else {}
			root = "postgres" if kind == "postgres" else "root"
			config.update(
			    db_type=kind, db_host="127.0.0.1", db_port=int(db), root_login=root, root_password=password,
			    redis_cache=f"redis://127.0.0.1:{cache}", redis_queue=f"redis://127.0.0.1:{queue}",
			    redis_socketio=f"redis://127.0.0.1:{queue}",
			    webserver_port=int(web), socketio_port=int(socketio), server_script_enabled=False,
			    live_reload=False, serve_default_site=True,
			)
			if kind == "sqlite":
			    del config["db_type"]  # each site says it; for the bench the host would ask for a user of the database
			new = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
			with os.fdopen(new, "w") as file:
			    json.dump(config, file, indent=1, sort_keys=True)
			os.replace(path + ".new", path)
		PYTHON
}

# The work tree as it is: tracked files and new ones, without what .gitignore names.
list_tree() {
	local top
	top=$(git -c safe.directory='*' -C "$ROOT" rev-parse --show-toplevel 2>/dev/null || true)
	if [ "$top" = "$ROOT" ]; then
		git -c safe.directory='*' -C "$ROOT" ls-files --cached --others --exclude-standard --deduplicate -z
	else
		(cd "$ROOT" && find . -name .git -prune -o -name node_modules -prune -o -name __pycache__ -prune -o \
			\( -type f -o -type l \) -print0)
	fi
}

# A checkout may be readable by root alone, so the user gets a copy, through a pipe.
copy_app() {
	local name
	as_user rm -rf "$STATE/tree"
	as_user mkdir -p "$STATE/tree" "$APP_COPY"
	list_tree | while IFS= read -r -d '' name; do
		# A file deleted but not yet committed is still in git's list.
		if [ -e "$ROOT/$name" ] || [ -L "$ROOT/$name" ]; then printf '%s\0' "$name"; fi
	done | tar -C "$ROOT" --null --no-recursion --files-from=- --create --file=- |
		as_user tar -C "$STATE/tree" --extract --file=- --no-same-owner
	as_user chmod -R u+rwX "$STATE/tree"
	# What the bench makes inside the copy stays: built assets and the package's metadata.
	as_user rsync --archive --checksum --delete --exclude="/$APP/public/dist" --exclude='*.egg-info' \
		--exclude=__pycache__ --exclude=node_modules --exclude=.pytest_cache --exclude=.hypothesis "$STATE/tree/" "$APP_COPY/"
}

# tree_hash FOLDER...: of names and contents in the copy.
tree_hash() {
	as_user sh -c 'cd "$1" && shift && find "$@" -type f ! -path "*/__pycache__/*" ! -path "*/public/dist/*" -print0 2>/dev/null |
		LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum | cut -c1-24' sh "$APP_COPY" "$@"
}

register_app() {
	as_user uv pip install --python env/bin/python --quiet --editable "$APP_COPY"
	list_app "$APP"
	set_stamp registered "$(tree_hash pyproject.toml)"
}

list_app() {
	as_user env/bin/python - sites/apps.txt "$1" <<-'PYTHON'
		import sys
		path, app = sys.argv[1:]
		apps = [line.strip() for line in open(path) if line.strip()]
		if app not in apps:
		    open(path, "w").write("\n".join([*apps, app]) + "\n")
	PYTHON
}

build_frappe() {
	as_user BENCH_DEVELOPER=1 CI=1 bench build --app frappe
	set_stamp frappe-assets "$(stamp bench)"
}

build_app() {
	as_user BENCH_DEVELOPER=1 CI=1 bench build --app "$APP"
	set_stamp app-assets "$1"
}

# prepare_machine NAME: the user, the bench's folder, the log, the lock and what the system has to bring.
prepare_machine() {
	open_bench_folder
	open_log "$1"
	say "Bench: $BENCH_DIR (user $RUN_USER). Log: $LOG"
	lock_bench
	ensure_packages
	require_postgres
	require_sources
	check_bench
	choose_python
	check_node
}

# Frappe is fetched before anything else is made: it says which Python it wants.
check_bench() {
	if [ -z "$(stamp bench)" ]; then
		step "Fetch Frappe ($FRAPPE_BRANCH)" \
			"Check that $FRAPPE_REPO can be reached; FRAPPE_REPO names another." fetch_frappe
	elif [ "$(stamp bench)" != "$FRAPPE_REPO $FRAPPE_BRANCH" ]; then
		fail "$BENCH_DIR holds another Frappe: $(stamp bench)" "Set BENCH_DIR to a new folder for $FRAPPE_BRANCH."
	fi
}

# Everything up to the sites. Each step is left out where its stamp says that nothing has changed.
ensure_bench() {
	local hint assets
	hint="Check that the package indexes (PyPI, npm) can be reached; proxies and PIP_INDEX_URL are handed on."
	if ! tools_are_ready; then step "Install the tools: bench and yarn" "$hint" install_tools; fi
	if [ -z "$(stamp bench)" ]; then step "Install Frappe" "$hint" init_bench; fi
	write_constraints apps/frappe
	ensure_other_apps
	start_services
	keep_web_ports
	step "Configure the bench" "See the log." configure_bench
	step "Copy the app's work tree into the bench" "Check that $ROOT can be read and the disk is not full." copy_app
	if [ "$(stamp registered)" != "$(tree_hash pyproject.toml)" ]; then
		step "Install the app's package" "$hint" register_app
	fi
	hint="Read the first error above; for memory, 4 GB are needed."
	if [ "$(stamp frappe-assets)" != "$(stamp bench)" ]; then step "Build Frappe's assets" "$hint" build_frappe; fi
	assets=$(tree_hash "$APP/public" "$APP/locale")
	if [ "$(stamp app-assets)" != "$assets" ]; then step "Build the app's assets" "$hint" build_app "$assets"; fi
}

keep_web_ports() {
	# A port that our own running demo holds is not somebody else's.
	[ -n "$(port web)" ] || keep_port web 8000
	[ -n "$(port socketio)" ] || keep_port socketio 9000
}

# The tests' packages, as pyproject.toml pins them for every bench.
install_test_packages() {
	local packages
	mapfile -t packages < <(as_user env/bin/python - "$APP_COPY/pyproject.toml" <<-'PYTHON'
		import sys, tomli
		with open(sys.argv[1], "rb") as file:
		    wanted = tomli.load(file)["tool"]["bench"]["dev-dependencies"]
		print("\n".join(name + version for name, version in wanted.items()))
	PYTHON
	)
	[ "${#packages[@]}" -gt 0 ]
	as_user uv pip install --python env/bin/python --quiet "${packages[@]}"
	set_stamp test-packages "$(tree_hash pyproject.toml)"
}

ensure_test_packages() {
	if [ "$(stamp test-packages)" = "$(tree_hash pyproject.toml)" ]; then return; fi
	step "Install the tests' packages" "Check that PyPI can be reached." install_test_packages
}
