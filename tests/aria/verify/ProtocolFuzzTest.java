package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Any bytes as a server's answer: an outcome or an end of the conversation, with bounds to what is read and shown. */
class ProtocolFuzzTest {
    private static final int MOST_BYTES = 1 << 20;
    private static final Map<String, Protocol> PROTOCOLS = Map.of("postgresql", new PostgresqlProtocol(), "nats", new NatsProtocol(),
            "grpc", new GrpcProtocol(), "https", new HttpsProtocol(), "redis", new RedisProtocol());

    /** The first line names the protocol; with a {@code +} behind it the server says the rest again and again, without end. */
    @Fuzz
    void an_answer_is_judged_or_ends_the_conversation(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        boolean endless = given.kind().endsWith("+");
        Protocol protocol = PROTOCOLS.get(given.kind().replace("+", ""));
        if (protocol == null) {
            return;
        }
        Server server = new Server(given.body(), endless);
        try {
            protocol.beforeTls(server, OutputStream.nullOutputStream());
            Outcome outcome = protocol.ask(server, OutputStream.nullOutputStream(), new Listener("db", "main", 1, "x", true, List.of("db"), "/"));
            assertThat(outcome.kind()).isIn(Outcome.Kind.SERVED, Outcome.Kind.REFUSED, Outcome.Kind.UNDECIDED);
            assertThat(outcome.detail()).isNotNull();
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
        assertThat(server.read).isLessThan(MOST_BYTES);
    }

    /** What a server sends. */
    private static final class Server extends InputStream {
        private final byte[] says;
        private final boolean endless;
        private int at;
        private int read;

        Server(byte[] says, boolean endless) {
            this.says = says;
            this.endless = endless && says.length > 0;
        }

        @Override
        public int read() {
            if (at == says.length) {
                if (!endless) {
                    return -1;
                }
                at = 0;
            }
            if (++read > MOST_BYTES) {
                throw new AssertionError("more than " + MOST_BYTES + " bytes are read of a server without end");
            }
            return says[at++] & 0xff;
        }
    }
}
