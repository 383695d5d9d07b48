package aria.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers answer to a gRPC probe, byte by byte; real ones are asked by the tests on Temporal. */
class GrpcProtocolTest {
    /** SETTINGS, WINDOW_UPDATE and an acknowledgement, as grpc-go sends them first. */
    private static final String GREETING = "000006" + "04" + "00" + "00000000" + "000500004000" + "000004" + "08" + "00"
            + "00000000" + "00000001" + "000000" + "04" + "01" + "00000000";

    private final Listener listener = new Listener(
            "temporal", "frontend", 7233, "grpc", true, List.of("temporal.workflow.svc.cluster.local"), "/");

    @Test
    void an_answer_of_status_200_is_being_served() throws IOException {
        assertThat(answer(GREETING + headers("88")).kind()).isEqualTo(ProbeResult.ClientFate.SERVED);
    }

    @Test
    void updates_of_the_header_table_may_stand_before_the_status() throws IOException {
        assertThat(answer(GREETING + headers("203f88")).kind()).isEqualTo(ProbeResult.ClientFate.SERVED);
    }

    @Test
    void status_400_is_how_a_proxy_refuses_who_has_no_certificate() throws IOException {
        assertThat(answer(GREETING + headers("8c")).kind()).isEqualTo(ProbeResult.ClientFate.REFUSED);
    }

    @Test
    void an_alert_is_a_refusal_and_so_is_an_error_in_http_1() throws IOException {
        assertThat(answer("15030300020230").kind()).isEqualTo(ProbeResult.ClientFate.REFUSED);
        assertThat(answer(HexFormat.of()
                                .formatHex("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                        .kind())
                .isEqualTo(ProbeResult.ClientFate.REFUSED);
    }

    @Test
    void a_greeting_alone_proves_nothing() {
        assertThatThrownBy(() -> answer(GREETING)).isInstanceOf(EOFException.class);
    }

    @Test
    void a_call_that_is_broken_off_is_not_taken_for_either() throws IOException {
        assertThat(answer(GREETING + "000008" + "07" + "00" + "00000000" + "0000000000000001")
                        .kind())
                .isEqualTo(ProbeResult.ClientFate.UNDECIDED);
        assertThat(answer(GREETING + "000004" + "03" + "00" + "00000001" + "00000001")
                        .kind())
                .isEqualTo(ProbeResult.ClientFate.UNDECIDED);
    }

    @Test
    void a_frame_larger_than_was_agreed_on_is_not_read() throws IOException {
        assertThat(answer("ffffff" + "04" + "00" + "00000000").kind()).isEqualTo(ProbeResult.ClientFate.UNDECIDED);
    }

    @Test
    void the_request_is_the_health_check_with_the_servers_name() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new GrpcProtocol()
                .ask(new ByteArrayInputStream(HexFormat.of().parseHex(GREETING + headers("88"))), sent, listener);
        assertThat(sent.toString(StandardCharsets.ISO_8859_1))
                .startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                .contains("/grpc.health.v1.Health/Check", "temporal.workflow.svc.cluster.local", "application/grpc");
    }

    private static String headers(String block) {
        return "0000" + HexFormat.of().toHexDigits((byte) (block.length() / 2)) + "01" + "04" + "00000001" + block;
    }

    private ProbeResult answer(String hex) throws IOException {
        return new GrpcProtocol()
                .ask(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), new ByteArrayOutputStream(), listener);
    }
}
