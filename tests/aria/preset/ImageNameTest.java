package aria.preset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "postgres, postgres, latest",
        "postgres:18-alpine, postgres, 18-alpine",
        "docker.io/library/postgres:18, postgres, 18",
        "index.docker.io/grafana/grafana:13.2.0, grafana/grafana, 13.2.0",
        "quay.io/keycloak/keycloak:26.7@sha256:abc, quay.io/keycloak/keycloak, 26.7",
        "registry.example:5000/team/postgres, registry.example:5000/team/postgres, latest",
        "postgres@sha256:abc, postgres, ''",
    })
    void takes_a_reference_apart_as_docker_does(String reference, String repository, String tag) {
        assertThat(ImageName.parse(reference)).isEqualTo(new ImageName(repository, tag));
    }
}
