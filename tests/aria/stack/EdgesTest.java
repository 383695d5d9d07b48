package aria.stack;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.preset.Presets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgesTest {
    @TempDir
    Path folder;

    /** What the caller's entry says, in flow style; the called service has every kind of name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment: {DB: 'host=pg-main user=x'}",
                "environment: ['URL=postgres://x@db.internal.corp.example/x']",
                "environment: {URL: 'postgres://x@172.31.9.10/x'}",
                "environment: {URL: 'postgres://x@[2001:DB8:1:0::10]:5432/x'}",
                "environment: {URL: 'postgres://my-stack-db-1:5432/x'}",
                "environment: {URL: 'postgres://my-stack_db_2:5432/x'}",
                "environment: {URL: 'postgres://tasks.db:5432/x'}",
                "environment: {URL: 'postgres://db.my-stack_back:5432/x'}",
                "environment: {URL: 'postgres://the-database/x'}",
                "environment: {DB_HOST: DB}",
                "environment: {URL: 'postgres://host.docker.internal:15432/x'}",
                "environment: {URL: 'postgres://store/x'}, links: ['db:store']",
                "command: [app, --db-host, db]",
                "entrypoint: ['sh', '-c', 'pg_dump -h db']",
                "healthcheck: {test: 'nc -z db 5432'}",
                "depends_on: [db]",
                "links: [db]",
                "extra_hosts: ['store:172.31.9.10']",
                "post_start: [{command: 'psql -h db'}]",
                "build: {context: ., args: {DATABASE_URL: 'postgres://db/x'}}",
                "build: ./app",
                "env_file: app/.env",
                "volumes: ['./app/settings.ini:/settings.ini:ro']",
                "volumes: ['./app:/app']",
                "configs: [settings]",
                "secrets: [settings]",
                "labels: {homepage.widget.url: 'http://db:5432'}"
            })
    void aCallIsFoundWhereverItIsWritten(String says) throws IOException {
        write("app/.env", "# the database\nDATABASE_URL=postgres://u:secret@db:5432/x\n");
        write("app/settings.ini", "[db]\nhost = db\n");
        List<Edge> edges = edges("""
                name: my-stack
                services:
                  db:
                    image: postgres:18
                    container_name: the-database
                    hostname: db.internal
                    domainname: corp.example
                    ports: ["15432:5432"]
                    networks:
                      back: {aliases: [pg-main], ipv6_address: "2001:db8:1::10", ipv4_address: 172.31.9.10}
                  app:
                    image: example/app:1
                    networks: [back]
                  %s
                networks: {back: {}}
                configs: {settings: {content: "url = postgres://db/x"}}
                secrets: {settings: {file: app/.env}}
                """.formatted("x: {image: 'example/x:1', networks: [back], " + says + "}"));
        assertThat(edges).extracting(Edge::server).contains("db");
        assertThat(edges).allSatisfy(edge -> assertThat(edge.evidence().text()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment: {KC_DB: postgres, POSTGRES_DB: db, IMAGE: 'db:5432-alpine'}",
                "environment: {URL: 'postgres://db/x'}, networks: [elsewhere]",
                "environment: {URL: 'postgres://localhost:5432/x'}",
                "network_mode: none, environment: {URL: 'postgres://db/x'}",
                "volumes: ['./notes:/notes']",
                "volumes: ['.:/project']",
                "depends_on: {db: {condition: service_completed_successfully}}"
            })
    void whatIsNoCall(String says) throws IOException {
        write("notes/README.md", "The database is at http://db:5432\n");
        write("notes/a.yml", "# url: http://db:5432\n");
        assertThat(edges("services:\n  db: {image: 'postgres:18'}\n  x: {image: 'example/x:1', " + says + "}\n"))
                .isEmpty();
    }

    @Test
    void theAddressOfASharedNamespaceLeadsToItsMembers() {
        List<Edge> edges = edges("""
                services:
                  vpn: {image: "example/vpn:1"}
                  cache: {image: "redis:8", network_mode: "service:vpn"}
                  near: {image: "example/near:1", network_mode: "service:vpn", environment: {R: "redis://localhost:6379"}}
                  far: {image: "example/far:1", environment: {R: "redis://vpn:6379"}}
                """);
        assertThat(edges)
                .filteredOn(edge -> edge.server().equals("cache"))
                .extracting(Edge::caller)
                .containsExactly("near", "far");
    }

    @Test
    void onTheHostsNetworkPublishedPortsLeadToServers() {
        List<Edge> edges = edges("""
                services:
                  db: {image: "postgres:18", ports: ["127.0.0.1:15432:5432"]}
                  cache: {image: "redis:8", network_mode: host}
                  agent: {image: "example/a:1", network_mode: host, environment: {A: "postgres://127.0.0.1:15432/x"}}
                  app: {image: "example/b:1", environment: {B: "redis://host.docker.internal:6379"}}
                """);
        assertThat(edges)
                .extracting(edge ->
                        edge.caller() + " " + edge.server() + " " + edge.port().orElse(0))
                .containsExactly("agent db 5432", "app cache 6379");
    }

    @Test
    void labelsAreReadByAProxyThatMayRunElsewhere() {
        String grafana = "services:\n  grafana: {image: 'grafana/grafana:13.0.1', labels: ['traefik.enable=true']}\n";
        assertThat(edges(grafana)).singleElement().satisfies(edge -> {
            assertThat(edge.outside()).isTrue();
            assertThat(edge.caller()).isEqualTo("Traefik");
        });
        assertThat(edges(grafana + "  edge: {image: 'traefik:v3'}\n"))
                .extracting(Edge::caller)
                .containsExactly("edge");
        assertThat(edges(grafana.replace("=true", "=false"))).isEmpty();
        assertThat(edges("services:\n  web: {image: 'nginx:1.27', environment: {VIRTUAL_HOST: a.example}}\n"))
                .extracting(Edge::caller)
                .containsExactly("nginx-proxy");
    }

    @Test
    void evidenceHasItsLine() throws IOException {
        write("app.env", "A=1\n\nexport URL=postgres://db/x\n");
        write("conf/a.yml", "a: 1\nurl: http://db:5432\n");
        List<Edge> edges = edges("""
                services:
                  db: {image: "postgres:18"}
                  x:
                    image: example/x:1
                    env_file: app.env
                    environment:
                      A: 1
                      DB_HOST: db
                    volumes: ["./conf:/conf"]
                    command: |
                      run
                """);
        assertThat(edges)
                .extracting(edge -> edge.evidence().place().toString())
                .containsExactlyInAnyOrder("app.env:3", "compose.yaml:8", "conf/a.yml:2");
    }

    private List<Edge> edges(String compose) {
        write("compose.yaml", compose);
        ComposeProject project = ComposeProject.load(
                new ProjectFiles(folder, List.of(folder.resolve("compose.yaml")), "test"), Map.of());
        return Stack.of(project, Presets.builtIn(PlainYaml::load), Selection.EVERYTHING)
                .edges();
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
