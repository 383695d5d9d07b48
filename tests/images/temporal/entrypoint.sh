#!/bin/sh
# Own writing, to the upstream image's contract: an address to bind to and to tell the other roles, then the server.
set -eu
: "${BIND_ON_IP:=$(hostname -i | cut -d ' ' -f 1)}"
if [ "$BIND_ON_IP" = 0.0.0.0 ]; then
  : "${TEMPORAL_BROADCAST_ADDRESS:=$(hostname -i | cut -d ' ' -f 1)}"
  export TEMPORAL_BROADCAST_ADDRESS
fi
export BIND_ON_IP
exec temporal-server start
