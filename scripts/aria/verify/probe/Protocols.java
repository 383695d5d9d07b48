package aria.verify.probe;

import java.util.Map;
import java.util.Optional;

/** The protocols that can be probed, by their names in presets. A new one is a class and a line here. */
public final class Protocols {
    /** The protocol of listeners of which no more is known than that they speak TLS. */
    public static final String TLS = "tls";

    private static final Map<String, Protocol> KNOWN = Map.of(
            "amqp",
            new AmqpProtocol(),
            "grpc",
            new GrpcProtocol(),
            "https",
            new HttpsProtocol(),
            "mqtt",
            new MqttProtocol(),
            "mysql",
            new MysqlProtocol(),
            "nats",
            new NatsProtocol(),
            "postgresql",
            new PostgresqlProtocol(),
            "redis",
            new RedisProtocol(),
            TLS,
            new TlsProtocol());

    private Protocols() {}

    /** Returns the protocol of this name; empty when there is none. */
    public static Optional<Protocol> named(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }
}
