#!/bin/sh
# Own writing, to the upstream image's contract: its folder belongs to the user that the server becomes.
set -e
[ "$(id -u)" != 0 ] || chown -R mosquitto:mosquitto /mosquitto || true
exec "$@"
