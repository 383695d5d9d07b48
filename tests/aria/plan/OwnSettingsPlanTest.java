package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and ports that the owner of a stack set up are not replaced by the way. */
class OwnSettingsPlanTest {
    @TempDir
    Path folder;

    /** A service `own` with these settings, and what it may mount. */
    private PlannedProject project(String settings) {
        return new PlannedProject(folder, "services: {own: {" + settings + "}}\n")
                .write("rabbitmq.conf", "listeners.ssl.default = 5671\nssl_options.certfile  = /tls/mq.pem\n")
                .write("mosquitto.conf", "listener 1883\ncafile /tls/ca.pem\ncertfile  /tls/m.pem\n")
                .write("tls/nats.conf", "port: 4222\ntls { cert_file: \"/tls/n.pem\" }\n")
                .write("vault/v.hcl", "listener \"tcp\" {\n  tls_cert_file = \"/tls/v.pem\"\n}\n")
                .write("tls/postgresql.conf", "ssl = on\n")
                .write("tls/redis.conf", "port 0\ntls-port 6379\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'image: quay.io/keycloak/keycloak:26.7, command: start, environment: {KC_HTTPS_CERTIFICATE_FILE: /tls/kc.crt}', KC_HTTPS_CERTIFICATE_FILE",
        "'image: grafana/grafana:13.0.1, environment: {GF_SERVER_CERT_FILE: /tls/g.crt}', GF_SERVER_CERT_FILE",
        "'image: vaultwarden/server:1.37.2, environment: {ROCKET_TLS: x}', ROCKET_TLS",
        "'image: rabbitmq:4, volumes: [\"./rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf\"]', rabbitmq.conf",
        "'image: eclipse-mosquitto:2, volumes: [\"./mosquitto.conf:/mosquitto/config/mosquitto.conf\"]', certfile",
        "'image: nats:2.14-alpine, command: -c /tls/nats.conf, volumes: [\"./tls:/tls\"]', cert_file",
        "'image: hashicorp/vault:1.21, command: server, volumes: [\"./vault:/vault/config\"]', tls_cert_file",
        "'image: postgres:18, command: postgres -c config_file=/tls/postgresql.conf, volumes: [\"./tls:/tls\"]', postgresql.conf",
        "'image: redis:8, command: redis-server /tls/redis.conf, volumes: [\"./tls:/tls\"]', configuration",
        "'image: valkey/valkey:8, command: valkey-server --tls-port 6379 --port 0', --tls",
    })
    void tls_of_the_owners_is_replaced_only_as_chosen_and_never_by_what_may_be_weaker(String settings, String shown) {
        StackPlan plan = project(settings).plan();
        assertThat(plan.securesNothing()).isTrue();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.id().equals("held-back"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains(shown));
        assertThat(project(settings)
                        .mode(StackOptions.REQUEST)
                        .always("own")
                        .plan()
                        .refusedAny())
                .isTrue();
        PlannedProject chosen = project(settings).always("own");
        StackPlan replacing = chosen.plan();
        assertThat(replacing.secured()).containsExactly("own");
        chosen.apply(replacing);
        StackPlan second = new PlannedProject(folder, chosen.after(replacing, "compose.yaml")).plan();
        assertThat(second.isEmpty())
                .as("%s %s", second.edits(), second.findings())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'image: redis:8, command: redis-server --port 6379'",
        "'image: postgres:18, command: postgres -p 5432 -c port=5432, environment: {PGPORT: 5432}'",
        "'image: mariadb:11.8, command: --port=3306, volumes: [\"./port.cnf:/etc/mysql/conf.d/port.cnf\"]'",
        "'image: nats:2.14-alpine, command: -p 4222 -c /own/nats.conf, volumes: [\"./own:/own\"]'",
        "'image: prom/prometheus:v2.53.3, command: \"--web.listen-address=0.0.0.0:9090\", volumes: [\"./own:/etc/prometheus\"]'",
        "'image: hashicorp/vault:1.21, command: server, volumes: [\"./own:/vault/config\"]'",
        "'image: rabbitmq:4, volumes: [\"./own/rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf\"]'",
    })
    void the_usual_port_may_be_named(String settings) {
        StackPlan plan = project(settings)
                .write("port.cnf", "[mariadbd]\nport  =  3306\n")
                .write("own/nats.conf", "port: 4222\ncluster {\n  port: 6222\n}\n")
                .write("own/prometheus.yml", "scrape_configs: []\n")
                .write(
                        "own/v.hcl",
                        "storage \"file\" { path = \"/f\" }\nlistener \"tcp\" { address = \"[::]:8200\" }\n")
                .write("own/rabbitmq.conf", "listeners.tcp.default  =  5672\n")
                .plan();
        assertThat(plan.secured()).as(plan.findings().toString()).containsExactly("own");
    }

    @ParameterizedTest
    @CsvSource({
        "'image: redis:8, command: [redis-server, \"*.conf\"]'",
        "'image: redis:8, command: [redis-server, \"/etc/[a.conf\"]'",
        "'image: postgres:18, command: [postgres, -c, \"config_file=*.conf\"]'",
        "'image: postgres:18, command: [postgres, -c, \"config_file=/etc/{a.conf\"], volumes: [\"./tls:/etc\"]'",
    })
    void a_path_that_is_none_names_no_file(String settings) {
        assertThat(project(settings).plan().secured()).containsExactly("own");
    }

    /** The server's flags are for the program that an entrypoint names, and stand in a script where a person put them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "entrypoint: redis-server --appendonly yes | ``",
                "entrypoint: [my-entrypoint.sh] | no place for the server's flags",
                "command: sh -c 'redis-server --appendonly yes' | add --port 0 --tls-port 6379",
                "command: sh -c 'exec redis-server --port 0 --tls-port 6379 --tls-cert-file /etc/certs/tls.crt --tls-key-file"
                        + " /etc/certs/tls.key --tls-ca-cert-file /etc/certs/ca.crt --tls-auth-clients yes' | ``",
                "command: sh -c 'redis-server --port 0 --tls-port 6379 --tls-cert-file /tls/r.crt' | a certificate of its own",
            })
    void a_server_behind_an_entrypoint_or_a_script_is_secured_where_its_flags_have_a_place(String own, String reason) {
        StackPlan plan = new PlannedProject(folder, "services:\n  db:\n    image: redis:8\n    " + own + "\n").plan();
        assertThat(plan.secured()).hasSize(reason.isEmpty() ? 1 : 0);
        assertThat(plan.findings().toString()).contains(reason);
    }
}
