package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisProtocolTest {
    private final Listener listener = new Listener("cache", "redis", 6379, "redis", true, List.of("cache"), "/");

    @ParameterizedTest
    @CsvSource({
        "+PONG, SERVED",
        "-NOAUTH Authentication required., SERVED",
        "-DENIED Redis is running in protected mode, UNDECIDED",
        "HTTP/1.1 400 Bad Request, UNDECIDED"
    })
    void an_answer_to_a_ping_or_the_question_for_a_password_is_being_served(String answer, ProbeResult.ClientFate kind)
            throws IOException {
        assertThat(ask(answer + "\r\n").kind()).isEqualTo(kind);
    }

    @Test
    void an_alert_in_plaintext_is_a_refusal_and_so_is_an_end_without_an_answer() throws IOException {
        assertThat(ask("\u0015\u0003\u0003").kind()).isEqualTo(ProbeResult.ClientFate.REFUSED);
        assertThatThrownBy(() -> ask("")).isInstanceOf(EOFException.class);
    }

    private ProbeResult ask(String answer) throws IOException {
        return new RedisProtocol()
                .ask(
                        new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)),
                        new ByteArrayOutputStream(),
                        listener);
    }
}
