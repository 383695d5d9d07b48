#!/bin/sh
# Own writing, to the upstream image's contract: flags alone are the server's, which runs as master and worker in the foreground.
set -eu
case ${1:-} in -*) set -- haproxy "$@" ;; esac
if [ "${1:-}" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi
exec "$@"
