package aria.commands;

import static org.assertj.core.api.Assertions.assertThat;

import aria.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system's store of a Debian in a container, with its own tool; OpenSSL and a Java program go by it. */
@Tag("full")
class TrustedBySystemTest {
    private static final String IMAGE = "quay.io/keycloak/keycloak:26.7"; // Debian with a JRE

    @TempDir
    Path folder;

    /** Looks with OpenSSL and with Java, and prints a line for each. */
    private static final String SCRIPT = """
            set -e
            run() { java -XX:TieredStopAtLevel=1 -cp "$CP" "$@"; }
            look() {
                echo "$1" | openssl s_client -connect localhost:8443 -verify_return_error > /tmp/said 2>&1 && echo "openssl: ok" || echo "openssl: refused"
                run aria.testing.HttpsGet https://localhost:8443/
                sha256sum < /etc/ssl/certs/ca-certificates.crt
            }
            cd /project
            run InitCa --permit-domain example.org,web > /dev/null
            run PkiCert create web --san localhost > /dev/null
            openssl s_server -accept 8443 -www -quiet -cert data/certs/web/web.crt -cert_chain data/certs/web/web.crt \\
                -key data/certs/web/web.key > /dev/null 2>&1 < /dev/null &
            sleep 1
            echo "== before"; look
            echo "== install"; run PkiCert trust install --store system,java --yes
            echo "== trusting"; look
            echo "== again"; run PkiCert trust install --store system,java --yes
            echo "== status"; run PkiCert trust status --store system,java
            echo "== uninstall"; run PkiCert trust uninstall --store system,java --yes; run PkiCert trust status --store system,java || echo "status $?"
            echo "== after"; look; ls /usr/local/share/ca-certificates
            echo "== java alone"; run PkiCert trust install --store java --yes; look
            run PkiCert trust uninstall --store java --yes; look
            """;

    @Test
    void openssl_and_java_accept_the_server_while_the_root_is_installed() throws Exception {
        Needs.image(IMAGE);
        Path script = Files.writeString(folder.resolve("script"), SCRIPT);
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "--user", "0", "--entrypoint", "bash"));
        words.addAll(List.of("-e", "CP=" + Scripts.classPath(), "-v", script + ":/script:ro", "-v"));
        words.add(Files.createDirectory(folder.resolve("project")) + ":/project");
        Stream.of(Scripts.classPath().split(":"))
                .filter(path -> !path.isEmpty())
                .distinct()
                .forEach(path -> words.addAll(List.of("-v", path + ":" + path + ":ro")));
        words.addAll(List.of(IMAGE, "/script"));
        Path said = folder.resolve("said");
        new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        String all = Files.readString(said);
        assertThat(part(all, "before")).contains("openssl: refused", "java: ").doesNotContain("java: 200");
        assertThat(part(all, "install"))
                .contains("system, /usr/local/share/ca-certificates: ARIA Root CA is trusted now")
                .contains("java, /etc/ssl/certs/java/cacerts: ARIA Root CA is trusted now");
        assertThat(part(all, "trusting")).contains("openssl: ok", "java: 200");
        assertThat(part(all, "again")).contains("was trusted already").doesNotContain("trusted now");
        assertThat(part(all, "status"))
                .contains("java, /etc/ssl/certs/java/cacerts: trusted")
                .doesNotContain("not installed");
        assertThat(part(all, "uninstall")).contains("status 1");
        assertThat(part(all, "after")).isEqualTo(part(all, "before"));
        assertThat(part(all, "java alone")).contains("openssl: refused", "java: 200");
    }

    private static String part(String all, String name) {
        int start = all.indexOf("== " + name + "\n");
        assertThat(start).as(all).isNotNegative();
        int end = all.indexOf("\n== ", start);
        return all.substring(start + name.length() + 4, end < 0 ? all.length() : end + 1);
    }
}
