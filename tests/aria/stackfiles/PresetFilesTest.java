package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.edit.yaml.PlainYaml;
import aria.preset.ImageName;
import aria.preset.Preset;
import aria.preset.Presets;
import aria.preset.TemplateVariables;
import aria.preset.Templates;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The presets of the servers this program secures, as data. */
class PresetFilesTest {
    private final Presets presets = Presets.builtIn(PlainYaml::load);

    @ParameterizedTest
    @CsvSource({
        "postgres:18, postgres, 999:999",
        "docker.io/library/postgres:18-alpine3.23, postgres, 70:70",
        "postgres:alpine, postgres, 70:70",
        "pgvector/pgvector:pg18, postgres, 999:999",
        "quay.io/keycloak/keycloak:26.7, keycloak, 1000:0",
        "keycloak/keycloak, keycloak, 1000:0",
        "hashicorp/vault:1.21, vault, 100:1000",
        "quay.io/openbao/openbao:2.7.2, openbao, 100:1000",
        "nats:2.14-alpine, nats, 0:0",
        "natsio/nats-box:0.19, nats-box, 0:0",
        "smallstep/step-ca:0.30.2, step-ca, 1000:1000",
        "prom/prometheus:v2.53.3, prometheus, 65534:65534",
        "grafana/grafana-oss:13.0.1, grafana, 472:0",
        "vaultwarden/server:1.37.2-alpine, vaultwarden, 0:0",
        "temporalio/server:1.31.2, temporal, 1000:1000",
        "temporalio/ui, temporal-ui, 1000:1000",
        "redis:8-alpine, redis, 999:1000",
        "valkey/valkey:8, valkey, 999:999",
        "nginx:1.29-alpine, nginx, 0:0",
        "eclipse-mosquitto:2, mosquitto, 1883:1883",
        "mariadb:11.8, mariadb, 999:999",
        "rabbitmq:4-management-alpine, rabbitmq, 100:101",
        "rabbitmq:4-management, rabbitmq, 999:999",
        "temporalio/auto-setup:1.29.1, temporal-auto-setup, 1000:1000",
        "temporalio/admin-tools:1.31.2, temporal-admin-tools, 1000:1000",
        "quay.io/prometheus/prometheus:v3.14.0-distroless, prometheus, 65532:65532"
    })
    void an_image_finds_its_preset_and_the_owner_of_its_process(String reference, String id, String owner) {
        ImageName image = ImageName.parse(reference);
        Preset preset = presets.forImage(image).orElseThrow();
        assertThat(preset.id()).isEqualTo(id);
        assertThat(preset.runAsFor(image.tag()))
                .extracting(r -> r.uid() + ":" + r.gid())
                .isEqualTo(owner);
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak-postgres:1",
        "prom/pushgateway:v1",
        "bitnami/postgresql:17",
        "nginxinc/nginx-unprivileged:1.29",
        "bitnami/rabbitmq:4"
    })
    void an_image_that_only_sounds_alike_finds_none(String reference) {
        assertThat(presets.forImage(ImageName.parse(reference))).isEmpty();
    }

    @Test
    void every_preset_that_fits_an_image_has_such_a_line() throws NoSuchMethodException {
        String[] lines = getClass()
                .getDeclaredMethod(
                        "an_image_finds_its_preset_and_the_owner_of_its_process",
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class)
                .value();
        assertThat(presets.all())
                .filteredOn(preset -> !preset.images().isEmpty())
                .extracting(Preset::id)
                .isSubsetOf(Stream.of(lines).map(line -> line.split(", ")[1]).toList());
    }

    @Test
    void generated_files_are_whole_in_every_mode() {
        for (Preset preset : presets.all()) {
            preset.modes()
                    .forEach((mode, values) -> preset.files().forEach(file -> {
                        String text = variables(values).fill(Templates.read("services/files/" + file.template()));
                        assertThat(text)
                                .as("%s %s", mode, file.name())
                                .startsWith("# HEADER\n")
                                .doesNotContain("{{");
                    }));
        }
    }

    @Test
    void the_default_mode_of_every_listener_insists_on_a_certificate_or_the_plan_says_that_it_can_not() {
        for (Preset preset : presets.all()) {
            preset.listeners()
                    .forEach(listener -> assertThat(
                                    variables(preset.modes().get("require")).fill(listener.clientAuth()))
                            .as(preset.id())
                            .isEqualTo(preset.limits().isEmpty() ? "required" : "request"));
        }
    }

    @Test
    void the_page_says_of_each_server_whether_it_can_check_names_and_read_a_revocation_list() throws IOException {
        String page = Files.readString(Checkout.root().resolve("docs/reference/SERVICES.md"));
        String table = page.substring(page.indexOf("## Whom a server admits"), page.indexOf("## What is changed"));
        for (Preset preset : presets.all()) {
            if (!preset.listeners().isEmpty()) {
                assertThat(table.lines().filter(line -> line.matches("\\|([^|]*,)? " + preset.title() + "(,| \\|).*")))
                        .as(preset.id())
                        .singleElement()
                        .asString()
                        .matches("\\|[^|]*\\|" + (preset.clients().byName().isPresent() ? "(?! no )" : " no ")
                                + "[^|]*\\|" + (preset.clients().crl().isPresent() ? "(?! no )" : " no ") + "[^|]*\\|");
            }
        }
    }

    @Test
    void each_says_with_which_version_it_was_seen_working_unless_it_always_refuses() {
        assertThat(presets.all())
                .filteredOn(preset -> preset.refusals().stream().noneMatch(refusal -> refusal.meetsTag("any")))
                .allSatisfy(
                        preset -> assertThat(preset.proven()).as(preset.id()).isNotEmpty());
    }

    @Test
    void pg_hba_leaves_no_line_that_admits_a_client_without_a_certificate() {
        Preset postgres = presets.byId("postgres").orElseThrow();
        String hba =
                variables(postgres.modes().get("require")).fill(Templates.read("services/files/postgres/pg_hba.conf"));
        assertThat(hba.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .allMatch(line -> line.startsWith("local ")
                        || line.endsWith(" clientcert=verify-ca")
                        || line.endsWith(" reject"));
    }

    private static TemplateVariables variables(Map<String, String> mode) {
        Map<String, String> values = new LinkedHashMap<>(mode);
        values.put("header", "# HEADER");
        values.put("service", "x");
        values.put("certs", "/etc/certs");
        values.put("config", "/etc/mtls");
        return new TemplateVariables(values, name -> null);
    }
}
