package aria.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> KNOWN = List.of("postgres", "keycloak", "vault", "nats", "db");

    @ParameterizedTest
    @CsvSource({"postgre,postgres", "keyclaok,keycloak", "Vault,vault", "nts,nats", "postgress,postgres", "d,db"})
    void finds_the_name_a_slip_away(String typed, String meant) {
        assertThat(DidYouMean.among(typed, KNOWN, "")).isEqualTo(", did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"oracle", "xy", "web", "''"})
    void guesses_nothing_from_another_word(String typed) {
        assertThat(DidYouMean.among(typed, KNOWN, "; there are others")).isEqualTo("; there are others");
    }

    @Test
    void takes_the_nearest_of_several() {
        assertThat(DidYouMean.among("certs.nmes", List.of("certs.key", "certs.names", "certs.present"), ""))
                .isEqualTo(", did you mean certs.names?");
    }
}
