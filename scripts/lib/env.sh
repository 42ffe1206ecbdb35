# shellcheck shell=bash
# Where everything lies, and as whom it runs. bench refuses root, so root works through an unprivileged user.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
APP=task_discipline
DEMO_SITE=demo.localhost
TEST_SITE=test.localhost
# A copy of the test site: the tests in the browser commit, and run beside those that roll back.
BROWSER_SITE=browser.localhost

FRAPPE_REPO=${FRAPPE_REPO:-https://github.com/frappe/frappe}
GIVEN_BRANCH=${FRAPPE_BRANCH:-}
FRAPPE_BRANCH=${GIVEN_BRANCH:-version-15}

choose_user() {
	if [ "$(id -u)" = 0 ]; then
		RUN_USER=frappe
		RUN_HOME=$(getent passwd "$RUN_USER" | cut -d: -f6 || true)
		RUN_HOME=${RUN_HOME:-/home/$RUN_USER}
		SUDO=()
	else
		RUN_USER=$(id -un)
		RUN_HOME=$HOME
		SUDO=(sudo)
	fi
	BENCH_DIR=${BENCH_DIR:-$RUN_HOME/task-discipline-bench}
	case $BENCH_DIR in /*) ;; *) BENCH_DIR=$PWD/$BENCH_DIR ;; esac
	STATE=$BENCH_DIR/.setup
	TOOLS=$STATE/tools
	SITES=$BENCH_DIR/sites
	APP_COPY=$BENCH_DIR/apps/$APP
	set_user_env
}

# The caller's own environment is not handed on: root's PATH leads to places the user cannot read. What a company
# sets to reach its mirrors (proxies, certificates, indexes) is.
set_user_env() {
	local name path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
	if [ "$(id -u)" != 0 ]; then path="$PATH:/usr/sbin:/sbin"; fi
	USER_ENV=(
		"HOME=$RUN_HOME" "USER=$RUN_USER" "LOGNAME=$RUN_USER" "SHELL=/bin/bash" "LANG=C.UTF-8" "LC_ALL=C.UTF-8"
		"TERM=${TERM:-dumb}" "PATH=$TOOLS/bin:$TOOLS/cli/bin:$path"
		# Frappe 15 has no upper bounds where it needs them; see the file.
		"PIP_CONSTRAINT=$TOOLS/constraints.txt" "UV_CONSTRAINT=$TOOLS/constraints.txt"
	)
	while IFS= read -r name; do
		case $name in
			PIP_CONSTRAINT | UV_CONSTRAINT) ;;
			http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY | ALL_PROXY | TZ | \
				PIP_* | UV_* | NPM_CONFIG_* | npm_config_* | YARN_* | NODE_EXTRA_CA_CERTS | \
				SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE | CURL_CA_BUNDLE | GIT_SSL_CAINFO)
				USER_ENV+=("$name=${!name}")
				;;
		esac
	done < <(compgen -e)
}

# as_user [VAR=value...] COMMAND...: in the bench folder, because the caller's own may be closed to the user.
as_user() {
	local folder=/
	if [ -d "$BENCH_DIR" ]; then folder=$BENCH_DIR; fi
	(
		cd "$folder" || exit
		if [ "$(id -u)" = 0 ]; then
			exec runuser -u "$RUN_USER" -- env -i "${USER_ENV[@]}" "$@"
		fi
		exec env -i "${USER_ENV[@]}" "$@"
	)
}

# frappe_command ARGS...: what `bench` would run, without the second that `bench` itself takes to start.
frappe_command() {
	as_user sh -c 'cd sites && exec ../env/bin/python -m frappe.utils.bench_helper frappe "$@"' sh "$@"
}

# The marker makes sure that no folder is ever touched that these scripts have not made.
open_bench_folder() {
	if [ "$(id -u)" = 0 ] && ! id -u "$RUN_USER" >/dev/null 2>&1; then
		useradd --create-home --shell /bin/bash "$RUN_USER"
	fi
	if [ -d "$BENCH_DIR" ] && [ ! -e "$STATE/marker" ] && [ -n "$(ls -A "$BENCH_DIR")" ]; then
		fail "$BENCH_DIR exists and was not made by this script." "Set BENCH_DIR to a folder that does not exist yet."
	fi
	if [ ! -d "$BENCH_DIR" ]; then
		mkdir -p "$BENCH_DIR"
		if [ "$(id -u)" = 0 ]; then chown "$RUN_USER:" "$BENCH_DIR"; fi
	fi
	if ! as_user test -w "$BENCH_DIR"; then
		rmdir --ignore-fail-on-non-empty "$BENCH_DIR"
		fail "The user $RUN_USER cannot write to $BENCH_DIR." "Set BENCH_DIR to a folder below $RUN_HOME."
	fi
	as_user mkdir -p "$STATE" "$TOOLS/bin" "$STATE/logs" "$STATE/stamps"
	as_user touch "$STATE/marker" "$STATE/lock"
}

# One run at a time per bench: a migration under a running test would break both.
lock_bench() {
	exec 9<"$STATE/lock"
	if ! flock --nonblock 9; then
		say "Another run uses $BENCH_DIR; waiting for it (another BENCH_DIR would not have to wait)."
		flock 9
	fi
}

unlock_bench() { exec 9<&-; }

random_word() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

# secret NAME prints a random word that stays the same; only the user can read it.
secret() {
	local file=$STATE/$1.secret
	if ! as_user test -s "$file"; then
		random_word | as_user sh -c 'umask 077; cat >"$1.new"; mv "$1.new" "$1"' sh "$file"
	fi
	as_user cat "$file"
}

stamp() { as_user cat "$STATE/stamps/$1" 2>/dev/null || true; }
set_stamp() { printf '%s\n' "$2" | as_user sh -c 'cat >"$1.new"; mv "$1.new" "$1"' sh "$STATE/stamps/$1"; }
drop_stamp() { as_user rm -f "$STATE/stamps/$1"; }
