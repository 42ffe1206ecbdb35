# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR
LIB=$(dirname "${BASH_SOURCE[0]}")
. "$LIB/ui.sh"
. "$LIB/env.sh"
. "$LIB/packages.sh"
. "$LIB/hosts.sh"
. "$LIB/services.sh"
. "$LIB/postgres.sh"
. "$LIB/bench.sh"
. "$LIB/site.sh"
. "$LIB/lint.sh"
. "$LIB/servers.sh"
. "$LIB/layers.sh"
. "$LIB/demo.sh"
choose_user
umask 022
