# shellcheck shell=bash
# System packages: only what is missing, and none that starts a service.

# command:package - looked up by command, so that what the machine has from elsewhere counts.
# The -core packages of MariaDB and redis-tools hold the servers' programs without their services.
WANTED_COMMANDS=(
	git:git rsync:rsync flock:util-linux gcc:build-essential pkg-config:pkg-config node:nodejs npm:npm
	mariadbd:mariadb-server-core mariadb-install-db:mariadb-server-core my_print_defaults:mariadb-client
	mariadb-admin:mariadb-client mariadb-dump:mariadb-client mariadb:mariadb-client-core redis-cli:redis-tools wkhtmltopdf:wkhtmltopdf
)
# Looked up by package. Pango and Cairo draw the host's PDF files; without a font they are empty.
WANTED_PACKAGES=(
	python3-venv python3-dev libmariadb-dev libffi-dev libpango-1.0-0 libpangoft2-1.0-0 libcairo2 fonts-dejavu-core
	ca-certificates
)

missing_packages() {
	local pair name
	for pair in "${WANTED_COMMANDS[@]}"; do
		PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
	done
	if ! command -v dpkg-query >/dev/null; then return; fi
	for name in "${WANTED_PACKAGES[@]}"; do
		dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || echo "$name"
	done
	if [ -z "${FOR_TESTS:-}" ]; then return; fi
	command -v shellcheck >/dev/null || echo shellcheck
	if ! is_ubuntu && ! find_chromium >/dev/null; then echo chromium; fi
}

is_ubuntu() { grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; }

# Ubuntu's own chromium is a stub that asks for a snap: a program counts when it tells its version.
find_chromium() {
	local name
	for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser; do
		name=$(command -v "$name" 2>/dev/null) || continue
		if as_user "$name" --version 2>/dev/null | grep -qi '^\(chromium\|google chrome\)'; then
			printf '%s\n' "$name"
			return 0
		fi
	done
	return 1
}

install_packages() {
	"${SUDO[@]}" apt-get update
	"${SUDO[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

ensure_packages() {
	local missing
	mapfile -t missing < <(missing_packages | sort -u)
	if [ "${#missing[@]}" -eq 0 ]; then return; fi
	if ! command -v apt-get >/dev/null; then
		fail "This system lacks: ${missing[*]}" "Install them with the system's own package manager; apt-get is not here."
	fi
	if [ "${#SUDO[@]}" -gt 0 ]; then
		command -v sudo >/dev/null ||
			fail "This system lacks: ${missing[*]}" "Install sudo, or as root: apt-get install ${missing[*]}"
		# Asked for here, because a step cannot ask: its output goes to the log.
		sudo -v || fail "sudo gave no right to install packages." "As root: apt-get install ${missing[*]}"
	fi
	step "Install ${#missing[@]} system packages" \
		"Check the network and /etc/apt; then by hand: apt-get install ${missing[*]}" install_packages "${missing[@]}"
}

# choose_python sets PYTHON. Distribution first: a pyenv in root's home cannot be read by the user.
choose_python() {
	local name wanted
	wanted=$(as_user sed -n 's/^requires-python = "\(.*\)"$/\1/p' "$(frappe_source)/pyproject.toml")
	if [ -z "${PYTHON:-}" ]; then
		for name in /usr/bin/python3.{14,13,12,11,10} /usr/local/bin/python3 python3; do
			if python_fits "$name" "$wanted"; then PYTHON=$(command -v "$name") && return; fi
		done
		lacking "Frappe $FRAPPE_BRANCH needs Python $wanted, and $RUN_USER finds none." "Install one and set PYTHON to its path."
	fi
	python_fits "$PYTHON" "$wanted" ||
		lacking "PYTHON=$PYTHON: Frappe $FRAPPE_BRANCH needs Python $wanted, readable by $RUN_USER." "Set PYTHON to another one."
}

# python_fits PYTHON LIMITS: such as ">=3.10,<3.13".
python_fits() {
	as_user "$1" -c '
import re, sys, venv, ensurepip
here = sys.version_info[:2]
for sign, major, minor in re.findall(r"(>=|<)\s*(\d+)\.(\d+)", sys.argv[1]):
    limit = int(major), int(minor)
    if (sign == ">=" and here < limit) or (sign == "<" and here >= limit):
        sys.exit(1)
' "$2" >/dev/null 2>&1
}

check_node() {
	local major wanted
	major=$(as_user node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
	wanted=$(as_user node -p 'require(process.argv[1]).engines.node.match(/[0-9]+/)[0]' "$(frappe_source)/package.json" || echo 18)
	[ "$major" -ge "$wanted" ] ||
		lacking "Node.js is version $major; Frappe $FRAPPE_BRANCH needs $wanted or later." "Install a later nodejs package."
}
