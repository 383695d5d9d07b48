package aria.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a proxy has read its configuration, as HAProxy 3.0 says it. */
class ProxyConfigurationTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void the_age_of_the_process_tells_and_without_it_nothing_does() {
        String info = "Name: HAProxy\nPid: 8\nUptime: 0d 0h01m05s\nUptime_sec: 65\nStart_time_sec: 1\n";
        assertThat(ProxyConfiguration.readAt(info, NOW)).contains(Instant.parse("2026-11-30T11:58:55Z"));
        assertThat(ProxyConfiguration.readAt("Uptime_sec: soon", NOW)).isEmpty();
        assertThat(ProxyConfiguration.readAt("", NOW)).isEmpty();
    }
}
