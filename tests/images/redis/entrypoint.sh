#!/bin/sh
# Own writing, to the upstream images' contract: flags alone are the server's, it runs as a user of its own, and it listens
# to the network (upstream is compiled without protected mode).
set -eu
case ${1:-} in -* | *.conf) set -- "$PROGRAM-server" "$@" ;; esac
[ "${1:-}" != redis-server ] || { shift && set -- "$PROGRAM-server" "$@"; }
if [ "${1:-}" = "$PROGRAM-server" ] && [ "$(id -u)" = 0 ]; then
  chown "$PROGRAM" .
  exec gosu "$PROGRAM" "$@" --protected-mode no
fi
exec "$@"
