package aria.choices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in {@code aria.yaml}, where it is found, and what is refused with which words. */
class ChoicesFileTest {
    @TempDir
    Path folder;

    private ChoicesFile read(String text) throws IOException {
        Files.writeString(folder.resolve("aria.yaml"), text);
        return ChoicesFile.find(folder, folder);
    }

    @Test
    void every_choice_that_can_be_honoured_is_read() throws IOException {
        Choices choices = read("""
                # ours
                version: 1
                profile: production
                mode: request
                validity: 90d
                ca: {dir: ca, signer: jwk, acme: off, url: "https://ca.example.org:9000", fingerprint: %s}
                certs: keys
                override: compose.mtls.yaml
                proxyNetworks: auto
                only: [db, &c cache]
                files: [compose.yaml, sub/more.yaml]
                images: {registry.example.org:5000/pg: postgres, proxy: "registry.example.org:5000/haproxy:3.0.11"}
                services:
                  my.db: {preset: postgres, sans: [db.example.org, 10.0.0.1], secure: always, because: later}
                  app: {calls: ["db:5432"], via: native}
                  old: {via: none, because: "replaced in May"}
                  "*": {preset: mount}
                """.formatted("a".repeat(64))).choices();
        assertThat(choices.production()).isTrue();
        assertThat(choices.ca().acme()).hasValue("off");
        assertThat(choices.mode()).contains("request");
        assertThat(choices.validity()).contains(Duration.ofDays(90));
        assertThat(choices.ca().dir()).contains(folder.resolve("ca"));
        assertThat(choices.ca().signer()).contains("jwk");
        assertThat(choices.ca().url()).contains("https://ca.example.org:9000");
        assertThat(choices.certs()).contains(folder.resolve("keys"));
        assertThat(choices.override()).contains(folder.resolve("compose.mtls.yaml"));
        assertThat(choices.only()).containsExactly("db", "cache");
        assertThat(choices.files()).containsExactly(folder.resolve("compose.yaml"), folder.resolve("sub/more.yaml"));
        assertThat(choices.images()).containsEntry("registry.example.org:5000/pg", "postgres");
        assertThat(choices.ownImages()).containsOnly(Map.entry("proxy", "registry.example.org:5000/haproxy:3.0.11"));
        assertThat(choices.services()).containsOnlyKeys("my.db", "app", "old", "*");
        Choices.Service db = choices.services().get("my.db");
        assertThat(db.sans()).containsExactly("db.example.org", "10.0.0.1");
        assertThat(db.always()).isTrue();
        assertThat(choices.services().get("app").calls()).containsExactly("db:5432");
        assertThat(choices.services().get("old").leftOut()).isTrue();
        assertThat(choices.services().get("*").preset()).contains("mount");
        assertThat(choices.places().get("services.my.db.secure").line()).isEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: 1\\nmod: request               | 2:1: there is no key 'mod', did you mean mode?
            version: 1\\nservices: {db: {san: [a]}} | 2:17: there is no key 'services.db.san', did you mean sans?
            version: 1\\nx: 1                       | 2:1: there is no key 'x'; there are version, profile
            version: 2                              | 1:10: version: '2' is not 1
            mode: request                           | aria.yaml: version is missing
            version: 1\\nmode: requst               | 2:7: mode: 'requst' is not one of require, request, did you mean request?
            version: 1\\nmode:                      | 2:6: mode: one of require, request is expected
            version: 1\\nmode: [request]            | 2:7: mode: one of require, request is expected
            version: 1\\nmode: !x request           | 2:7: mode: one of require, request is expected
            version: 1\\nonly: db                   | 2:7: only: a list is expected, each the name of a service
            version: 1\\nonly: [db, {a: b}]         | 2:12: only: the name of a service is expected
            version: 1\\nonly: ["../db"]            | 2:8: only: '../db' is not the name of a service
            version: 1\\nca: config                 | 2:5: ca: a mapping (key: value) is expected
            version: 1\\nservices: {-x: {via: native}} | 2:12: '-x' is not the name of a service
            version: 1\\nvalidity: 90               | 2:11: validity: '90' is not a duration such as 90d
            version: 1\\nvalidity: 1001y            | 2:11: validity: '1001y' is longer than 1000 years
            version: 1\\ncerts: /etc                | 2:8: certs: '/etc' leads out of the project
            version: 1\\ncerts: a/../..             | 2:8: certs: 'a/../..' leads out of the project
            version: 1\\nfiles: [../x.yaml]         | 2:8: files: '../x.yaml' leads out of the project
            version: 1\\ncerts: link/certs          | 2:8: certs: 'link/certs' leads out of the project
            version: 1\\ncerts: dangling            | 2:8: certs: 'dangling' leads out of the project
            version: 1\\ncerts: .git/hooks          | 2:8: certs: '.git/hooks' is in a folder of another tool
            version: 1\\ncerts: hooks/x             | 2:8: certs: 'hooks/x' is in a folder of another tool
            version: 1\\nhome: .git                 | 2:7: home: '.git' is in a folder of another tool
            version: 1\\nhome: .                    | 2:7: home: '.' is the project's folder
            version: 1\\nca: {dir: .}               | 2:11: ca.dir: '.' is the project's folder
            version: 1\\noverride: compose.yaml     | 2:11: override: 'compose.yaml' is a compose file of the project
            version: 1\\noverride: a.yml\\nfiles: [a.yml] | 2:11: override: 'a.yml' is a compose file of the project
            version: 1\\noverride: .env             | 2:11: override: '.env' is not the name of a YAML file
            version: 1\\noverride: .git/config      | 2:11: override: '.git/config' is not the name of a YAML file
            version: 1\\noverride: .github/a.yml    | 2:11: override: '.github/a.yml' is in a folder of another tool
            version: 1\\noverride: .gitlab-ci.yml   | 2:11: override: '.gitlab-ci.yml' is in a folder of another tool
            version: 1\\noverride: make.yaml        | 2:11: override: 'make.yaml' is not the name of a YAML file
            version: 1\\noverride: mine.yaml        | 2:11: override: 'mine.yaml' is a file that aria did not write
            version: 1\\nservices: {a: {calls: ["b:99999"]}} | 2:24: services.a.calls: 'b:99999' is not service:port with a valid port
            version: 1\\nservices: {a: {public: [65536]}} | 2:25: services.a.public: '65536' is not a valid port
            version: 1\\nca: {url: "https://ca"}    | 2:6: ca.url needs ca.fingerprint
            version: 1\\nca: {url: "http://ca"}     | 2:11: ca.url: 'http://ca' is not an address https://host:port
            version: 1\\nservices: {db: {secure: always}} | 2:17: services.db.secure needs services.db.because
            version: 1\\nservices: {db: {via: none}} | 2:17: services.db.via needs services.db.because
            version: 1\\nservices: {db: {via: none, secure: always, because: x}} | 2:17: services.db.via: none contradicts secure: always
            version: 1\\nservices: {"*": {sans: [a]}} | 2:18: services.*.sans: the service "*" takes preset only
            version: 1\\npeople: {ada: [grafana]}   | 2:16: people.ada: grafana is not supported yet
            version: 1\\nversion: 1                 | 2:1: the key 'version' occurs twice
            version: 1\\n---\\nversion: 1           | 3:1: one document is expected
            - version                               | 1:1: a mapping (key: value) is expected
            """)
    void what_is_wrong_is_refused_with_its_place(String text, String message) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.getParent());
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("../nowhere"));
        Files.createDirectories(folder.resolve(".git/hooks"));
        Files.createSymbolicLink(folder.resolve("hooks"), Path.of(".git/hooks"));
        Files.writeString(folder.resolve("Makefile"), "all:\n");
        Files.createSymbolicLink(folder.resolve("make.yaml"), Path.of("Makefile"));
        Files.writeString(folder.resolve("mine.yaml"), "services: {db: {image: postgres}}\n");
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith("aria.yaml");
    }

    @Test
    void it_is_found_beside_the_compose_file_and_above_up_to_the_work_tree() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(folder.resolve("aria.yaml"), "version: 1\n");
        assertThat(ChoicesFile.find(deep, deep).source()).isEmpty();
        assertThat(ChoicesFile.find(deep, folder).path()).isEqualTo(folder.resolve("aria.yaml"));
        Files.createDirectory(folder.resolve("tree/.git"));
        assertThat(ChoicesFile.find(deep, folder).source()).isEmpty();
        assertThat(ChoicesFile.find(deep, folder).path()).isEqualTo(deep.resolve("aria.yaml"));
        Files.writeString(folder.resolve("tree/aria.yaml"), "version: 1\ncerts: ../keys\n".replace("../", ""));
        assertThat(ChoicesFile.find(deep, deep).choices().certs()).contains(folder.resolve("tree/keys"));
        Files.writeString(folder.resolve("tree/a/aria.yaml"), "version: 1\ncerts: ../keys\n");
        assertThat(ChoicesFile.find(deep, deep).choices().certs()).contains(folder.resolve("tree/keys"));
    }

    @Test
    void a_link_that_leads_out_and_a_large_file_are_refused() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(folder.resolve("other.yaml"), "version: 1\n");
        Files.createSymbolicLink(project.resolve("aria.yaml"), Path.of("../other.yaml"));
        assertThatThrownBy(() -> ChoicesFile.find(project, project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("leads out of the project");
        Files.delete(project.resolve("aria.yaml"));
        Files.writeString(project.resolve("aria.yaml"), "version: 1\n" + "#".repeat(70_000));
        assertThatThrownBy(() -> ChoicesFile.find(project, project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("larger than 64 KiB");
    }

    @Test
    void the_table_has_no_key_twice() {
        List<String> paths = ChoiceKey.ALL.stream().map(ChoiceKey::path).toList();
        assertThat(paths).doesNotHaveDuplicates();
    }
}
