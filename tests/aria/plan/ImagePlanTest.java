package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service's image decides: whose server it is, in which version and in which layout. */
class ImagePlanTest {
    private static final String DIGEST =
            "postgres@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private PlannedProject project(String image) {
        return new PlannedProject(folder, "services: {db: {image: \"" + image + "\"}}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:9.6, scram-sha-256",
        "postgres:11-alpine, without a certificate",
        "registry.example/proxy/library/postgres:13@sha256:abc, md5",
        "pgvector/pgvector:0.7.4-pg13, md5",
        "redis:5-alpine, cannot speak TLS",
        "'${REGISTRY:-docker.io}/library/redis:${REDIS:-5.0.14}', cannot speak TLS",
        "prom/prometheus:v2.20.1, cannot speak TLS",
        "rabbitmq:3.7-management, would not start",
        "mariadb:10.4, cannot refuse plaintext",
        "eclipse-mosquitto:1.6, reload",
        "quay.io/keycloak/keycloak:26.0.7-0, never be healthy",
    })
    void a_version_that_cannot_do_it_is_held_back(String image, String reason) {
        StackPlan plan = project(image).plan();
        assertThat(plan.certified()).isEmpty();
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.id().equals("held-back"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains(reason))
                .satisfies(finding -> assertThat(finding.remedies().toString()).contains("via: proxy"));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:14",
        "postgres:16-alpine",
        "pgvector/pgvector:0.7.4-pg16",
        "postgis/postgis:16-3.4",
        "redis:6",
        "mariadb:10",
        "quay.io/keycloak/keycloak:26",
        "quay.io/keycloak/keycloak:26.10.1-0",
        "registry.local:5000/library/postgres:15@sha256:abc",
        "harbor.corp.example/dockerhub-proxy/library/postgres:16",
        "public.ecr.aws/docker/library/postgres:16",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/redis:7",
        "mirror.gcr.io/library/redis:7",
        "public.ecr.aws/nginx/nginx:1.27",
        "harbor.corp.example/quay/keycloak/keycloak:26.4",
    })
    void a_version_that_can_is_secured_wherever_its_image_comes_from(String image) {
        StackPlan plan = project(image).plan();
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.findings()).noneMatch(finding -> finding.id().equals("version-assumed"));
    }

    @ParameterizedTest
    @CsvSource({"2.44.0, false, true", "2.44.0, true, false", "2.45.0, true, true", "latest, true, true"})
    void a_health_check_is_replaced_only_by_one_that_the_version_knows(String tag, boolean checked, boolean secured) {
        String check = checked ? ", healthcheck: {test: wget -q http://localhost:9090/-/healthy}" : "";
        StackPlan plan = new PlannedProject(
                        folder,
                        "services: {db: {image: \"prom/prometheus:" + tag + "\"" + check
                                + ", volumes: ['./p:/etc/prometheus']}}\n")
                .write("p/prometheus.yml", "scrape_configs: []\n")
                .plan();
        assertThat(plan.secured()).as(plan.findings().toString()).hasSize(secured ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"postgres", "postgres:latest", "postgres:alpine3.20", "rabbitmq:management-alpine"})
    void a_tag_without_a_version_counts_as_the_newest_one_and_that_is_said(String image) {
        StackPlan plan = project(image).plan();
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("version-assumed"));
    }

    @ParameterizedTest
    @CsvSource({"13, false", "16, true"})
    void a_tag_without_a_version_is_looked_up_in_the_image(String version, boolean secured) {
        for (String image : List.of("postgres:latest", DIGEST)) {
            StackPlan plan =
                    project(image).image(image, Map.of("PG_MAJOR", version)).plan();
            assertThat(plan.secured()).hasSize(secured ? 1 : 0);
            assertThat(plan.findings()).noneMatch(finding -> finding.id().equals("version-assumed"));
        }
    }

    @Test
    void a_label_tells_the_version_too() {
        StackPlan plan = project("prom/prometheus")
                .image("prom/prometheus", Map.of("org.opencontainers.image.version", "v2.10.0"))
                .plan();
        assertThat(plan.secured()).isEmpty();
    }

    @Test
    void a_digest_alone_is_held_back_until_a_person_decides() {
        StackPlan plan = project(DIGEST).plan();
        assertThat(plan.securesNothing()).isTrue();
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("held-back"));
        PlannedProject decided = project(DIGEST).always("db");
        StackPlan second = decided.plan();
        assertThat(second.secured()).containsExactly("db");
        decided.apply(second);
        assertThat(project(DIGEST)
                        .image(DIGEST, Map.of("PG_MAJOR", "16"))
                        .plan()
                        .secured())
                .containsExactly("db");
    }

    @ParameterizedTest
    @CsvSource({
        "timescale/timescaledb:2.15.3-pg16, postgres, true",
        "lscr.io/linuxserver/mariadb:10.11.8, mariadb, false",
        "registry.example:5000/team/postgres:16, postgres, true",
        "bitnami/postgresql:16, postgres, false",
        "bitnamilegacy/redis:7.2, redis, false",
        "nginxinc/nginx-unprivileged:1.27, nginx, false",
    })
    void a_variant_is_left_alone_and_secured_on_request_where_its_layout_is_the_same(
            String image, String preset, boolean same) {
        StackPlan plan = project(image).plan();
        assertThat(plan.certified()).isEmpty();
        assertThat(plan.findings().toString().contains("value=db=" + preset)).isEqualTo(same);
        StackPlan forced = project(image).preset("db", preset).plan();
        assertThat(forced.secured()).hasSize(same ? 1 : 0);
        assertThat(forced.refusedAny()).isEqualTo(!same);
    }

    @ParameterizedTest
    @CsvSource({
        "grafana/grafana:13.0.1, postgres, WARNING, 'which is Grafana, not PostgreSQL'",
        "example/db:1, postgres, NOTE, which is not known to be PostgreSQL",
        "grafana/grafana:13.0.1, mount, , ",
        "timescale/timescaledb:2.15.3-pg16, postgres, , ",
    })
    void a_preset_that_was_chosen_for_another_servers_image_is_named_with_it(
            String image, String preset, Severity severity, String why) {
        assertThat(project(image).preset("db", preset).plan().findings())
                .filteredOn(finding -> finding.is(FindingId.PRESET_UNFIT))
                .allSatisfy(finding -> assertThat(finding.message()).contains(image, preset, why))
                .extracting(Finding::severity)
                .isEqualTo(severity == null ? List.of() : List.of(severity));
    }

    @ParameterizedTest
    @CsvSource({"deploy: {replicas: 2}", "scale: 2", "'deploy: {replicas: \"${N:-3}\"}'"})
    void replicas_behind_a_proxy_are_refused(String several) {
        StackPlan plan = new PlannedProject(
                        folder,
                        "services: {g: {image: \"grafana/grafana:13.0.1\", " + several
                                + "}, db: {image: \"postgres:18\", " + several + "}}\n")
                .plan();
        assertThat(plan.secured()).containsExactly("db");
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("replicas"));
    }
}
