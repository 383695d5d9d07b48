package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Fuzz;
import aria.testing.FuzzInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Any bytes as a server's answer: an outcome or an end of the conversation, with bounds to what is read and shown. */
class ProtocolFuzzTest {
    private static final int MOST_BYTES = 1 << 20;
    private static final Listener LISTENER = new Listener("db", "main", 1, "x", true, List.of("db"), "/");

    /** The first line names the protocol, and may go on: {@code clear} for no TLS, {@code endless} for a server that says the rest again and again. */
    @Fuzz
    void an_answer_is_judged_or_ends_the_conversation(byte[] input) {
        FuzzInput given = FuzzInput.of(input);
        Optional<Protocol> protocol = Protocols.named(given.kind());
        if (protocol.isEmpty()) {
            return;
        }
        Server server = new Server(given.body(), given.argument().contains("endless"));
        try {
            ProbeResult outcome = given.argument().contains("clear")
                    ? inClear(protocol.get(), server)
                    : overTls(protocol.get(), server);
            assertThat(outcome.kind())
                    .isIn(
                            ProbeResult.ClientFate.SERVED,
                            ProbeResult.ClientFate.REFUSED,
                            ProbeResult.ClientFate.UNDECIDED);
            assertThat(outcome.detail()).isNotNull();
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
        assertThat(server.read).isLessThan(MOST_BYTES);
    }

    private static ProbeResult inClear(Protocol protocol, Server server) throws IOException {
        return protocol.askInClear(server, OutputStream.nullOutputStream(), LISTENER);
    }

    private static ProbeResult overTls(Protocol protocol, Server server) throws IOException {
        protocol.beforeTls(server, OutputStream.nullOutputStream());
        return protocol.ask(server, OutputStream.nullOutputStream(), LISTENER);
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
