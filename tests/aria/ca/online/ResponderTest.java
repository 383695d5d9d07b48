package aria.ca.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.UnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What answers a CA and what reads its answers, at their edges. */
class ResponderTest {

    @ParameterizedTest
    @EnumSource(Challenge.class)
    void one_listens_from_its_start_until_it_is_closed(Challenge challenge) throws IOException {
        int port;
        try (Responder responder = Responder.start(challenge, 0)) {
            port = responder.port();
            assertThat(responder.challenge()).isEqualTo(challenge);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @EnumSource(Challenge.class)
    void a_port_that_is_taken_is_said_with_the_option_of_its_challenge(Challenge challenge) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> Responder.start(challenge, taken.getLocalPort()))
                    .isInstanceOfSatisfying(
                            UnavailableException.class,
                            failure -> assertThat(failure.finding().remedies().toString())
                                    .contains(challenge == Challenge.HTTP_01 ? "--http-port" : "--tls-port"));
        }
    }

    @Test
    void a_body_is_read_up_to_its_limit_in_parts_and_not_one_byte_further() {
        assertThat(read(List.of(4, 6))).hasSize(10);
        assertThatThrownBy(() -> read(List.of(4, 7)))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("sends more than 10 bytes");
    }

    @Test
    void foreign_text_is_one_line_of_two_hundred_characters_at_most() {
        assertThat(Text.shown("a\u001b\nb")).isEqualTo("a b");
        assertThat(Text.shown("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(Text.shown("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
    }

    private static byte[] read(List<Integer> parts) {
        CappedBody body = new CappedBody(10);
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long items) {}

            @Override
            public void cancel() {}
        });
        parts.forEach(size -> body.onNext(List.of(ByteBuffer.allocate(size))));
        body.onComplete();
        return body.getBody().toCompletableFuture().join();
    }
}
