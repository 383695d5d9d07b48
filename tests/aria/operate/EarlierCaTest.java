package aria.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which running containers know a CA by files that were delivered to them. */
class EarlierCaTest {
    private static final Set<String> RUNNING = Set.of(
            "db",
            "db-mtls-init",
            "web",
            "web-mtls-proxy",
            "web-mtls-front",
            "web-mtls-init",
            "app",
            "app-mtls-proxy",
            "app-mtls-proxy-init",
            "other");

    @ParameterizedTest
    @CsvSource({
        "db,             db,  true",
        "web-mtls-proxy, web, true",
        "web-mtls-front, web, true",
        "app-mtls-front, app, false",
        "app-mtls-proxy, app, true",
        "app,            app, false",
        "other,          db,  false"
    })
    void a_server_and_every_kind_of_proxy_has_a_key_and_what_is_beside_a_proxy_has_none(
            String container, String service, boolean expected) {
        assertThat(EarlierCa.hasKey(container, service, RUNNING)).isEqualTo(expected);
    }
}
