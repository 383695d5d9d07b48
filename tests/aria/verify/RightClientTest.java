package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import aria.pki.CertifiedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A caller that a server rightly refuses is no right client: all checks of that server would be left out. */
class RightClientTest {
    private final TestCa ca = new TestCa();
    private final CertifiedKey first = ca.identity("first");
    private final CertifiedKey second = ca.identity("second");
    private final List<CertifiedKey> both = List.of(first, second);

    @Test
    void a_revoked_caller_is_passed_over() {
        assertThat(RightClient.among(both, first::equals, ca.made())).contains(second);
        assertThat(RightClient.among(both, Set.of(first, second)::contains, ca.made()))
                .isEmpty();
        assertThat(RightClient.among(both, none -> false, ca.made())).contains(first);
    }

    /** An expired one is better than none, because its refusal turns the check red. */
    @Test
    void an_expired_caller_comes_last() {
        Instant later = ca.made().plus(Duration.ofDays(20));
        assertThat(RightClient.among(both, none -> false, later)).contains(first);
        assertThat(RightClient.among(List.of(), none -> false, later)).isEmpty();
    }
}
