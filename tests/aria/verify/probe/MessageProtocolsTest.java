package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AMQP, MQTT and MariaDB's protocol: how answers are understood, byte by byte. */
class MessageProtocolsTest {
    /** MariaDB 11.8's greeting: protocol 10, version, thread, salt, capabilities with TLS and the rest cut. */
    private static final String GREETING =
            "1f000000" + "0a" + "31312e382e3900" + "07000000" + "4141414141414141" + "00" + "feff" + "2d0200fffff7f7f7";

    private final Listener listener = new Listener("queue", "amqp", 5671, "amqp", true, List.of("queue"), "/");

    @ParameterizedTest
    @CsvSource({
        "01 0000 00000004 000a 000a, SERVED",
        "01 0000 00000004 000a 0032, UNDECIDED",
        "414d515000000901, SERVED",
        "4854545020343030, UNDECIDED",
        "150303, REFUSED"
    })
    void amqp_a_start_of_the_connection_or_another_version_comes_from_a_server_that_let_the_client_in(
            String answer, ProbeResult.ClientFate kind) throws IOException {
        assertThat(new AmqpProtocol()
                        .ask(in(answer), new ByteArrayOutputStream(), listener)
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "20020000, SERVED",
        "20020005, SERVED",
        "20020001, UNDECIDED",
        "485454502f, UNDECIDED",
        "1503030002, REFUSED"
    })
    void mqtt_an_acknowledged_connection_or_the_question_for_a_password_is_being_served(
            String answer, ProbeResult.ClientFate kind) throws IOException {
        assertThat(new MqttProtocol()
                        .ask(in(answer), new ByteArrayOutputStream(), listener)
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "07000003 00000002000000, SERVED",
        "02000003 fe00, SERVED",
        "03000003 ff1504, SERVED",
        "03000001 ff570c, REFUSED",
        "03000003 ff1004, UNDECIDED"
    })
    void mariadb_asked_for_a_password_is_being_let_in_and_no_plaintext_is_a_refusal(
            String answer, ProbeResult.ClientFate kind) throws IOException {
        assertThat(new MysqlProtocol()
                        .ask(in(answer), new ByteArrayOutputStream(), listener)
                        .kind())
                .isEqualTo(kind);
        assertThat(new MysqlProtocol()
                        .askInClear(in(GREETING + answer), new ByteArrayOutputStream(), listener)
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void mariadb_asks_for_tls_where_the_greeting_offers_it_and_not_elsewhere() throws IOException {
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        new MysqlProtocol().beforeTls(in(GREETING), asked);
        assertThat(HexFormat.of().formatHex(asked.toByteArray())).startsWith("20000001" + "008a0800");
        assertThatThrownBy(() -> new MysqlProtocol()
                        .beforeTls(in(GREETING.replace("feff", "fef7")), new ByteArrayOutputStream()))
                .isInstanceOf(SSLException.class)
                .hasMessage("the server offers no TLS");
        assertThatThrownBy(() -> new MysqlProtocol().beforeTls(in("03000000 ff6904"), new ByteArrayOutputStream()))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("error");
    }

    @Test
    void an_end_without_an_answer_is_left_to_the_caller_to_judge() {
        for (Protocol protocol : List.of(new AmqpProtocol(), new MqttProtocol(), new MysqlProtocol())) {
            for (String cut : List.of("", "01", "20")) {
                boolean noAnswerOfTheirs = protocol instanceof AmqpProtocol && cut.equals("20")
                        || protocol instanceof MqttProtocol && cut.equals("01");
                if (!noAnswerOfTheirs) {
                    assertThatThrownBy(() -> protocol.ask(in(cut), new ByteArrayOutputStream(), listener))
                            .isInstanceOf(EOFException.class);
                }
            }
        }
    }

    private static ByteArrayInputStream in(String hex) {
        return new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
