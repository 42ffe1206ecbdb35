# shellcheck shell=bash
# What browser tests and live clients need beside the database: a web server, socketio and a worker, on ports of their own.

# server NAME [VAR=value...] COMMAND...: in the background in the folder of the sites, with its number in a file.
server() {
	local name=$1
	shift
	as_user sh -c 'cd sites && log=$1 pid=$2 && shift 2 && echo $$ >"$pid" && exec env "$@" >"$log" 2>&1' sh \
		"$STATE/logs/$name.log" "$STATE/$name.pid" "$@" </dev/null >/dev/null 2>&1 9<&- &
}

web_answers() {
	as_user env/bin/python -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=20).read()' \
		"http://127.0.0.1:$1/api/method/ping" >/dev/null 2>&1
}

start_test_servers() {
	start_web_and_sockets "$BROWSER_SITE"
	server worker FRAPPE_REDIS_QUEUE="$(queue_of "$BROWSER_SITE")" ../env/bin/python -m frappe.utils.bench_helper \
		frappe worker --queue short,default,long
	sleep 1
	server_is_up worker
}

# start_web_and_sockets SITE: pages and sockets of one site, on the ports of the tests.
start_web_and_sockets() {
	local site=$1 queue port_web port_socketio
	stop_test_servers
	# Another bench may have taken a port since the last run.
	keep_port web_test 8100
	keep_port socketio_test 9100
	site_config "$site" "socketio_port=$(port socketio_test)"
	queue=$(queue_of "$site")
	port_web=$(port web_test) port_socketio=$(port socketio_test)
	# With DEV_SERVER the page looks for socketio on its own port; without, behind a proxy that is not here.
	server web DEV_SERVER=1 FRAPPE_REDIS_QUEUE="$queue" ../env/bin/python "$APP_COPY/scripts/lib/serve.py" "$site" "$port_web"
	server socketio FRAPPE_SITE="$site" FRAPPE_SOCKETIO_PORT="$port_socketio" FRAPPE_REDIS_QUEUE="$queue" \
		node ../apps/frappe/socketio.js
	wait_until 60 web_answers "$port_web"
	wait_until 30 port_is_busy "$port_socketio"
	server_is_up web
	server_is_up socketio
}

stop_test_servers() {
	local name pid
	for name in worker socketio web; do
		pid=$(as_user cat "$STATE/$name.pid" 2>/dev/null || true)
		as_user rm -f "$STATE/$name.pid"
		if [ -z "$pid" ] || ! is_ours "$pid"; then continue; fi
		send_signal TERM "$pid" || continue
		if ! wait_until 10 is_gone "$pid"; then send_signal KILL "$pid" || true; fi
	done
}

server_is_up() {
	if ! is_ours "$(as_user cat "$STATE/$1.pid")"; then
		as_user tail -n 15 "$STATE/logs/$1.log"
		return 1
	fi
}

# The number may be an old one: only a process that works in our folder of sites is ours to stop.
is_ours() { [ "$(as_user readlink "/proc/$1/cwd" 2>/dev/null)" = "$(as_user readlink -f "$SITES")" ]; }
is_gone() { ! is_ours "$1"; }
