#!/bin/sh
# Own writing, to the upstream image's contract: whatever is called rabbitmq… runs as the user of that name.
set -eu
case ${1:-} in rabbitmq*)
  if [ "$(id -u)" = 0 ]; then
    chown -R rabbitmq /var/lib/rabbitmq
    exec gosu rabbitmq "$@"
  fi ;;
esac
exec "$@"
