#!/bin/sh
# Own writing: Kafka's programs under their upstream names, by the name that this one is called by.
case ${0##*/} in
    kafka-storage.sh) main=kafka.tools.StorageTool ;;
    kafka-server-start.sh) main=kafka.Kafka ;;
    kafka-console-producer.sh) main=org.apache.kafka.tools.ConsoleProducer ;;
    kafka-console-consumer.sh) main=org.apache.kafka.tools.consumer.ConsoleConsumer ;;
    kafka-topics.sh) main=org.apache.kafka.tools.TopicCommand ;;
    *) echo "$0: no such program" >&2; exit 2 ;;
esac
exec java -Xmx256m -XX:+UseSerialGC -cp '/opt/kafka/libs/*' "$main" "$@"
