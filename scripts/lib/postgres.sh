# shellcheck shell=bash
# PostgreSQL for the hosts that ask for it: below the bench folder and on a port of its own, like MariaDB.

# Debian keeps the server's programs out of the usual paths.
find_postgres() {
	local folder
	for folder in $(compgen -G '/usr/lib/postgresql/*/bin' | sort -rV) $(dirname "$(command -v initdb || echo /-/-)"); do
		if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then printf '%s' "$folder" && return; fi
	done
	return 1
}

require_postgres() {
	if [ "$DATABASE" != postgres ]; then return; fi
	if find_postgres >/dev/null && command -v psql >/dev/null; then return; fi
	lacking "PostgreSQL's programs are not here." "apt-get install postgresql brings them, and a server that runs by itself."
}

postgres_control() { as_user "$(find_postgres)/pg_ctl" --pgdata "$STATE/postgres/data" "$@"; }

postgres_is_up() { postgres_control status >/dev/null 2>&1; }

create_postgres_data() {
	local folder=$STATE/postgres
	if as_user test -d "$folder/data"; then return; fi
	as_user rm -rf "$folder/data.new"
	as_user mkdir -p "$folder"
	secret postgres-root | as_user sh -c 'umask 077; cat >"$1"' sh "$folder/password"
	as_user "$(find_postgres)/initdb" --pgdata "$folder/data.new" --username postgres --auth scram-sha-256 \
		--pwfile "$folder/password" --encoding UTF8 --locale C.UTF-8
	as_user mv "$folder/data.new" "$folder/data"
}

# A crash of the machine may lose a second of test data; every commit is cheaper. A lock is waited for as long as by
# MariaDB: by itself PostgreSQL waits for ever.
start_postgres() {
	keep_port postgres 15432
	create_postgres_data
	postgres_control start --wait --log "$STATE/postgres/log" --options \
		"-c listen_addresses=127.0.0.1 -c port=$(port postgres) -c unix_socket_directories= -c synchronous_commit=off -c lock_timeout=50s" 9<&-
}

stop_postgres() {
	if postgres_is_up; then postgres_control stop --mode fast --silent; fi
}
