#!/bin/sh
# Own writing, to the upstream image's contract: each KAFKA_SOME_THING is some.thing in server.properties.
set -e
properties=/tmp/server.properties
env | sed -n 's/^KAFKA_\([A-Z_]*\)=\(.*\)$/\1 \2/p' | while read -r name value; do
    echo "$(echo "$name" | tr 'A-Z_' 'a-z.')=$value"
done > "$properties"
echo log.dirs=/var/lib/kafka/data >> "$properties"
kafka=/opt/kafka/bin
"$kafka/kafka-storage.sh" format --ignore-formatted --cluster-id 5L6g3nShT-eMCtK--X86sw --config "$properties"
exec "$kafka/kafka-server-start.sh" "$properties"
