package aria.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import aria.docker.Forwarding;
import aria.verify.Observation;
import aria.verify.Status;
import aria.verify.TestProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether other machines reach a server past its proxy, by the engine's version and the rules of its machine. */
class ProxyChecksTest {

    @ParameterizedTest
    @CsvSource({
        "28.0.0,        ACCEPT, false, PASS",
        "29.1,          ,       false, PASS",
        "20.10.24+dfsg, DROP,   false, PASS",
        "27.5.1,        DROP,   true,  PASS",
        "27.5.1,        ACCEPT, false, FAIL",
        "27.5.1,        ACCEPT, true,  SKIP",
        "27.5.1,        ,       false, SKIP",
        "dev,           ACCEPT, false, SKIP",
    })
    void only_what_can_be_read_is_judged(String engine, String policy, boolean own, Status expected) {
        Forwarding seen = new Forwarding(
                engine,
                Optional.ofNullable(policy)
                        .map(word -> new Forwarding.Rules(
                                List.of("-P FORWARD " + word, "-A FORWARD -j DOCKER-USER"),
                                own
                                        ? List.of("-N DOCKER-USER", "-A DOCKER-USER -i eth0 -j DROP")
                                        : List.of("-N DOCKER-USER", "-A DOCKER-USER -j RETURN"))));
        Observation said = ProxyChecks.fromOutside(seen);
        assertThat(said.status()).isEqualTo(expected);
    }

    @Test
    void without_proxies_nothing_is_said_of_what_lies_behind_them(@TempDir Path folder) {
        TestProject project =
                new TestProject(folder).withCa().withCertificates().patched();
        assertThat(project.verify("plainleg.reachable").results()).isEmpty();
    }
}
