# shellcheck shell=bash
# Our own MariaDB and Redis, below the bench folder, on free ports of the loopback.
# The machine's own servers, their data and their passwords are never touched.

SERVICES=(mariadb postgres redis_cache redis_queue redis_queue_test redis_queue_browser)

# What this run has started, and so has to stop.
STARTED=()

port_is_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port NAME prints the port kept for the name, or nothing.
port() { as_user sed -n "s/^$1=\([0-9][0-9]*\)$/\1/p" "$STATE/ports" 2>/dev/null | tail -n 1; }

# keep_port NAME BASE: the kept port if it is free, else the next free one from BASE.
keep_port() {
	local number
	number=$(port "$1" || true)
	if [ -z "$number" ] || port_is_busy "$number"; then
		number=$2
		while port_is_busy "$number" || as_user grep -q "=$number\$" "$STATE/ports" 2>/dev/null; do
			number=$((number + 1))
		done
		set_port "$1" "$number"
	fi
}

set_port() { as_user sh -c 'touch "$1"; sed -i "/^$2=/d" "$1"; echo "$2=$3" >>"$1"' sh "$STATE/ports" "$1" "$2"; }

# pid_is_alive FILE PROGRAM: after a crash the number may belong to somebody else's process, hence the name.
# The command line of a process that has ended but was not collected yet is empty.
pid_is_alive() {
	local pid
	pid=$(as_user cat "$1" 2>/dev/null || true)
	[ -n "$pid" ] && as_user grep -qza "^$2" "/proc/$pid/cmdline" 2>/dev/null
}

# The shell's own kill: the program of that name is not on every system.
send_signal() { as_user sh -c 'kill -s "$1" "$2"' sh "$1" "$2" 2>/dev/null; }

wait_until() {
	local seconds=$1 end
	end=$((SECONDS + seconds))
	shift
	until "$@"; do
		if [ "$SECONDS" -ge "$end" ]; then return 1; fi
		sleep 0.2
	done
}

mariadb_socket() {
	# A socket's path holds 107 bytes; a deep bench folder needs a shorter one.
	local socket=$STATE/mariadb/mariadb.sock
	if [ "${#socket}" -gt 100 ]; then socket=/tmp/td-$(printf %s "$STATE" | cksum | cut -d' ' -f1).sock; fi
	printf '%s' "$socket"
}

mariadb_is_up() { pid_is_alive "$STATE/mariadb/pid" mariadbd; }

mariadb_answers() {
	as_user mariadb-admin --defaults-file="$STATE/mariadb/client.cnf" ping >/dev/null 2>&1
}

write_mariadb_config() {
	local folder=$STATE/mariadb password
	password=$(secret mariadb-root)
	as_user mkdir -p "$folder/tmp"
	as_user sh -c 'umask 077; cat >"$1"' sh "$folder/my.cnf" <<-CONFIG
		[mariadbd]
		datadir = $folder/data
		# Not the shared /tmp: whoever cleans it up would take temporary tables away.
		tmpdir = $folder/tmp
		socket = $(mariadb_socket)
		pid-file = $folder/pid
		log-error = $folder/error.log
		init-file = $folder/init.sql
		bind-address = 127.0.0.1
		port = $(port mariadb)
		# The address is matched as it is: no reverse look-up, so no surprise from /etc/hosts.
		skip-name-resolve
		character-set-server = utf8mb4
		collation-server = utf8mb4_unicode_ci
		# A person's rows lie scattered among all tasks: with the default of 128M lists wait for the disk.
		innodb-buffer-pool-size = 512M
		# A crash of the machine may lose a second of demo data; every commit is four times cheaper.
		innodb-flush-log-at-trx-commit = 2
		max-allowed-packet = 64M
	CONFIG
	as_user sh -c 'umask 077; cat >"$1"' sh "$folder/init.sql" <<-SQL
		ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';
		CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' IDENTIFIED BY '$password';
		ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '$password';
		GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
	SQL
	as_user sh -c 'umask 077; cat >"$1"' sh "$folder/client.cnf" <<-CONFIG
		[client]
		user = root
		password = $password
		socket = $(mariadb_socket)
	CONFIG
}

# A killed run leaves a half-made data folder under another name, never under the final one.
create_mariadb_data() {
	local folder=$STATE/mariadb
	if as_user test -d "$folder/data"; then return; fi
	as_user rm -rf "$folder/data.new"
	as_user mariadb-install-db --no-defaults --datadir="$folder/data.new" --skip-test-db \
		--auth-root-authentication-method=normal
	as_user mv "$folder/data.new" "$folder/data"
}

start_mariadb() {
	keep_port mariadb 13306
	write_mariadb_config
	create_mariadb_data
	as_user setsid --fork mariadbd --defaults-file="$STATE/mariadb/my.cnf" </dev/null >/dev/null 2>&1 9<&-
	if ! wait_until 60 mariadb_answers; then
		as_user tail -n 15 "$STATE/mariadb/error.log"
		return 1
	fi
}

stop_pid_file() {
	if ! pid_is_alive "$1" "$2"; then return 0; fi
	send_signal TERM "$(as_user cat "$1")" || return 0
	wait_until 30 pid_is_gone "$1" "$2" || true
}

pid_is_gone() { ! pid_is_alive "$1" "$2"; }

redis_is_up() { pid_is_alive "$STATE/redis/$1.pid" redis-server; }

redis_answers() { [ "$(as_user redis-cli -h 127.0.0.1 -p "$(port "$1")" ping 2>/dev/null)" = PONG ]; }

# Each test site has a queue of its own, so that no worker of the demo or of the other one takes its jobs.
start_redis() {
	local name=$1 base=$2
	keep_port "$name" "$base"
	as_user mkdir -p "$STATE/redis/$name"
	as_user redis-server --bind 127.0.0.1 --port "$(port "$name")" --daemonize yes --save "" --appendonly no \
		--dir "$STATE/redis/$name" --pidfile "$STATE/redis/$name.pid" --logfile "$STATE/redis/$name.log" \
		"${@:3}" 9<&-
	wait_until 20 redis_answers "$name"
}

# SQLite is a file and has no port.
database_port() { port "$DATABASE" | grep . || echo 0; }

start_services() {
	local hint="See the lines above; if a process is in the way, stop it, or set BENCH_DIR to a new folder."
	if [ "$DATABASE" = postgres ] && ! postgres_is_up; then
		STARTED+=(postgres)
		step "Start PostgreSQL for this bench" "$hint" start_postgres
	fi
	if [ "$DATABASE" = mariadb ] && ! mariadb_is_up; then
		STARTED+=(mariadb)
		step "Start MariaDB for this bench" "$hint" start_mariadb
	fi
	if ! redis_is_up redis_cache; then
		STARTED+=(redis_cache)
		step "Start Redis for the cache" "$hint" start_redis redis_cache 13100 \
			--maxmemory 256mb --maxmemory-policy allkeys-lru
	fi
	if ! redis_is_up redis_queue; then
		STARTED+=(redis_queue)
		step "Start Redis for the queues" "$hint" start_redis redis_queue 13200
	fi
	if ! redis_is_up redis_queue_test; then
		STARTED+=(redis_queue_test)
		step "Start Redis for the queues of the tests" "$hint" start_redis redis_queue_test 13300
	fi
	if [ -n "${FOR_TESTS:-}" ] && ! redis_is_up redis_queue_browser; then
		STARTED+=(redis_queue_browser)
		step "Start Redis for the queues of the browser's tests" "$hint" start_redis redis_queue_browser 13400
	fi
}

stop_service() {
	case $1 in
		mariadb) stop_pid_file "$STATE/mariadb/pid" mariadbd ;;
		postgres) stop_postgres ;;
		*) stop_pid_file "$STATE/redis/$1.pid" redis-server ;;
	esac
}

stop_started_services() {
	local name
	for name in "${STARTED[@]}"; do stop_service "$name"; done
	STARTED=()
}
