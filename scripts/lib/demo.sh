# shellcheck shell=bash
# The demo's data, its processes and what the caller is told about them.

# add() may be called again and again; it answers with the people and their password as JSON.
add_demo_data() {
	local answer
	answer=$(frappe_command --site "$DEMO_SITE" execute "$APP.setup.demo.add")
	printf '%s\n' "$answer"
	as_user env/bin/python -c "$READ_PEOPLE" "$answer" >/dev/null
	printf '%s' "$answer" | as_user sh -c 'umask 077; cat >"$1"' sh "$STATE/demo.answer"
}

# The last line that holds the answer; anything else that was printed is passed over.
READ_PEOPLE='
import json, sys
found = None
for line in sys.argv[1].splitlines():
    try:
        value = json.loads(line)
    except ValueError:
        continue
    if isinstance(value, dict) and "people" in value:
        found = value
if not found:
    sys.exit("task_discipline.setup.demo.add has not answered with its people as one line of JSON")
for person in found["people"]:
    print("  {:<38} {:<28} {}".format(person["user"], found["password"], "{full_name}, {title}".format(**person)))
'

# Everything up to the data; what runs by then goes on.
ensure_demo() {
	ensure_bench
	choose_demo_port
	step "Set the ports" "See the log." configure_bench
	ensure_site "$DEMO_SITE" developer_mode=0 server_script_enabled=false "socketio_port=$(port socketio)"
	step "Add the demo data" "Read the first error above: it is in the app." add_demo_data
}

# An address that the caller has asked for is used or refused, never replaced.
choose_demo_port() {
	if demo_is_running; then return; fi
	if [ -z "${PORT:-}" ]; then
		keep_port web 8000
	elif port_is_busy "$PORT"; then
		fail "PORT=$PORT is in use by another program." "Set PORT to a free one, or leave it out."
	else
		set_port web "$PORT"
	fi
	keep_port socketio 9000
}

demo_is_running() {
	local pid
	pid=$(as_user cat "$STATE/demo.pid" 2>/dev/null || true)
	[ -n "$pid" ] && as_user grep -qz "Procfile.demo" "/proc/$pid/cmdline" 2>/dev/null
}

demo_is_stopped() { ! demo_is_running; }

write_procfile() {
	local frappe="cd sites && exec ../env/bin/python -m frappe.utils.bench_helper frappe"
	as_user sh -c 'cat >"$1"' sh "$BENCH_DIR/Procfile.demo" <<-PROCFILE
		web: cd sites && exec ../env/bin/python "$APP_COPY/scripts/lib/serve.py" $DEMO_SITE $(port web)
		socketio: FRAPPE_SITE=$DEMO_SITE exec node apps/frappe/socketio.js
		schedule: $frappe schedule
		worker_short: $frappe worker --queue short,default
		worker_long: $frappe worker --queue long,default,short
	PROCFILE
}

# In the background with its number in a file: a signal to runuser would kill bench before its children.
start_demo() {
	write_procfile
	as_user sh -c 'echo $$ >"$1" && exec bench start --procfile Procfile.demo >"$2" 2>&1' sh \
		"$STATE/demo.pid" "$STATE/logs/bench-start.log" </dev/null >/dev/null 2>&1 9<&- &
	wait_until 10 demo_is_running
	if ! wait_until 90 web_answers "$(port web)"; then
		as_user tail -n 20 "$STATE/logs/bench-start.log"
		return 1
	fi
}

stop_demo() {
	if ! demo_is_running; then return; fi
	send_signal TERM "$(as_user cat "$STATE/demo.pid")" || true
	wait_until 30 demo_is_stopped || true
}

print_logins() {
	say ""
	say "  Address   http://127.0.0.1:$(port web)"
	say ""
	printf '  %-38s %-28s %s\n' "Login" "Password" "Who"
	as_user env/bin/python -c "$READ_PEOPLE" "$(as_user cat "$STATE/demo.answer")"
	printf '  %-38s %-28s %s\n' "Administrator" "$(secret "admin-$DEMO_SITE")" "the site's administrator"
	say ""
}
