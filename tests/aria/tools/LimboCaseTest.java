package aria.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import aria.testing.Needs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.limbo.LimboCase;

class LimboCaseTest {

    @Test
    void a_file_that_holds_no_cases_is_refused() {
        for (String text : List.of("", "[]", "{}", "{\"testcases\": 1}", "{\"testcases\": [{}]}")) {
            assertThatThrownBy(() -> LimboCase.read(text.getBytes(StandardCharsets.UTF_8), "the file"))
                    .as(text)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void a_certificate_that_cant_be_read_is_a_failure() {
        String text = """
                {"testcases": [{"id": "rfc5280::x", "expected_result": "FAILURE", "validation_kind": "SERVER", "trusted_certs": [],
                  "untrusted_intermediates": ["junk"], "peer_certificate": "junk", "validation_time": null, "max_chain_depth": null,
                  "expected_peer_name": null, "expected_peer_names": [], "crls": []}]}""";
        LimboCase only = LimboCase.read(text.getBytes(StandardCharsets.UTF_8), "the file")
                .get(0);
        assertThat(only.problems(Instant.now()))
                .containsExactly(
                        "the peer: the file holds no certificate: it should have a line '-----BEGIN CERTIFICATE-----'");
    }

    @Test
    void nearly_all_cases_of_x509_limbo_agree() throws Exception {
        List<LimboCase> cases = LimboCase.read(Files.readAllBytes(Needs.limbo()), "limbo.json");
        List<String> differing = cases.stream()
                .filter(each -> each.problems(Instant.now()).isEmpty()
                        != each.expected().equals("SUCCESS"))
                .map(LimboCase::id)
                .toList();
        assertThat(differing).as("at least 95 %").hasSizeLessThanOrEqualTo(cases.size() / 20);
    }
}
