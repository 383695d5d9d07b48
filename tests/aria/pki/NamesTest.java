package aria.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void splits_names_from_addresses_and_keeps_the_order_without_repeats() {
        assertThat(Names.of(List.of("b", "::1", "a", "B", "127.0.0.1", "0:0:0:0:0:0:0:1")))
                .isEqualTo(new Names(List.of("b", "a"), List.of("::1", "127.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "::1,::1",
        "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "fe80::,fe80::",
        "1:0:2:3:4:5:6:7,1:0:2:3:4:5:6:7",
        "::,::"
    })
    void writes_ipv6_as_rfc_5952_does(String given, String canonical) {
        assertThat(Names.of(List.of(given)).ips()).containsExactly(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a..b",
                ".a",
                "a.",
                "1.2.3.4.5",
                "1.2.3.999",
                "a/b",
                "ä",
                "*",
                "a.*",
                ":::",
                "CN=x",
                "a\n"
            })
    void refuses_what_is_no_name(String text) {
        assertThatThrownBy(() -> Names.of(List.of(text))).isInstanceOf(RefusedException.class);
    }

    @Test
    void names_are_compared_as_sets() {
        assertThat(Names.of(List.of("a", "b")).sameAs(Names.of(List.of("b", "a"))))
                .isTrue();
        assertThat(Names.of(List.of("a", "b")).sameAs(Names.of(List.of("a")))).isFalse();
    }
}
