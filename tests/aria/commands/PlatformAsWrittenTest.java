package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform as teams run it: development modes, older images, callers of which no preset knows anything. Nothing of it
 * may break, and what is held back is said.
 */
class PlatformAsWrittenTest {
    private static final Map<String, String> FILES = Map.of(
            "compose.identity.yml",
            """
            services:
              keycloak:
                image: quay.io/keycloak/keycloak:26.0
                command: start-dev
                environment:
                  KC_DB: postgres
                  KC_DB_URL: jdbc:postgresql://keycloak-db:5432/${REALM_DB:-keycloak}
                  # KC_HTTPS_CLIENT_AUTH: request
                ports: ["8080:8080"]
                depends_on:
                  keycloak-db: {condition: service_healthy}
              keycloak-db:
                image: postgres:17.2-alpine
                environment: {POSTGRES_PASSWORD: "${DB_PASSWORD:-local}"}
                healthcheck: {test: ["CMD-SHELL", "pg_isready -U keycloak"]}
              vault:
                image: hashicorp/vault:1.18
                environment: {VAULT_DEV_ROOT_TOKEN_ID: root}
                ports: ["8200:8200"]
              vaultwarden:
                image: vaultwarden/server:1.32.5
                ports: ["8081:80"]
            """,
            "compose.messaging.yml",
            """
            services:
              nats:
                image: nats:2.10.24-alpine
                command: ["-c", "/etc/nats/nats.conf"]
                volumes: ["./config/nats/nats.conf:/etc/nats/nats.conf:ro"]
                ports: ["4222:4222", "8222:8222"]
            """,
            "compose.observability.yml",
            """
            services:
              prometheus:
                image: prom/prometheus:v2.48.0
                ports: ["9090:9090"]
              grafana:
                image: grafana/grafana:11.4.0
                ports: ["3000:3000"]
                depends_on: [prometheus]
              node-exporter:
                image: prom/node-exporter:v1.8.2
                network_mode: host
              collector:
                image: otel/opentelemetry-collector-contrib:0.115.0
                environment: {REMOTE_WRITE: "http://prometheus:9090/api/v1/write"}
              umami:
                image: ghcr.io/umami-software/umami:postgresql-latest
                environment: {DATABASE_URL: "postgresql://umami:umami@umami-db:5432/umami"}
              umami-db:
                image: postgres:17.2-alpine
            """,
            "compose.state.yml",
            """
            services:
              redis:
                image: redis:7.4-alpine
                command: >-
                  redis-server
                  --appendonly yes
                ports: ["6379:6379"]
              minio:
                image: minio/minio:RELEASE.2024-12-18T13-15-44Z
            """,
            "compose.workflow.yml",
            """
            services:
              temporal-db:
                image: postgres:17.2-alpine
              temporal:
                image: temporalio/auto-setup:1.26.2
                environment: [DB=postgres12, POSTGRES_SEEDS=temporal-db]
                ports: ["7233:7233"]
              temporal-ui:
                image: temporalio/ui:2.34.0
                environment: [TEMPORAL_ADDRESS=temporal:7233]
                ports: ["8088:8080"]
              worker:
                build: ./worker
                environment: {TEMPORAL_HOST: "temporal:7233"}
            """,
            "config/nats/nats.conf",
            "port: 4222\nhttp_port: 8222\n");

    @TempDir
    Path folder;

    @Test
    void nothing_breaks_and_what_is_held_back_is_said() {
        Project project = Project.empty(folder);
        FILES.forEach(project::file);
        Project.Ran ran = project.run("bootstrap", "--yes");
        assertThat(ran.exit()).as(ran.out()).isEqualTo(6);
        assertThat(Stream.of("keycloak", "nats", "redis"))
                .allSatisfy(server -> assertThat(ran.err()).contains(" " + server + ": held back, because"));
        assertThat(ran.err())
                .contains("  prometheus (Prometheus): a proxy beside it requires certificates, because ")
                .contains(
                        "  grafana (Grafana): a proxy beside it requires certificates; presents its own to prometheus");
        assertThat(Stream.of("keycloak-db", "umami-db", "temporal-db"))
                .allSatisfy(
                        server -> assertThat(ran.err())
                                .contains(
                                        "  " + server
                                                + " (PostgreSQL): a proxy beside it requires certificates, because its preset would shut out "));
        assertThat(Stream.of("vault: it runs in development", "temporal: temporalio/auto-setup"))
                .allSatisfy(refused -> assertThat(ran.err()).contains("error: " + refused));
        assertThat(Stream.of("compose.messaging.yml", "compose.state.yml", "config/nats/nats.conf"))
                .allSatisfy(file -> assertThat(project.text(file)).isEqualTo(FILES.get(file)));
        assertThat(project.text("compose.identity.yml"))
                .contains("vaultwarden-mtls-proxy:")
                .contains("keycloak-db-mtls-proxy:")
                .doesNotContain("KC_HTTPS_CERTIFICATE_FILE");
        assertThat(project.text("compose.observability.yml")).contains("grafana-mtls-proxy:");
        Map<String, String> after = project.state();
        assertThat(project.run("bootstrap", "--yes").exit()).isEqualTo(6);
        assertThat(project.state()).isEqualTo(after);
        assertThat(project.run("bootstrap", "--undo", "--yes").exit()).isZero();
        FILES.forEach((file, text) -> assertThat(project.text(file)).isEqualTo(text));
    }
}
