package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortSyntaxTest {
    private final YamlReader reader = new YamlReader("compose.yaml", Interpolation.of(Map.of("PORT", "81")));

    private List<Port> ports(String text) {
        return PortSyntax.read(reader, YamlValue.scalar(text));
    }

    private Mount mount(String text) {
        return MountSyntax.read(reader, YamlValue.scalar(text));
    }

    @ParameterizedTest
    @CsvSource({
        "8080, '', '', 8080, tcp",
        "80:8080, '', 80, 8080, tcp",
        "127.0.0.1:80:8080, 127.0.0.1, 80, 8080, tcp",
        "127.0.0.1::8080, 127.0.0.1, '', 8080, tcp",
        "[::1]:80:8080/udp, ::1, 80, 8080, udp",
        "::1:80:8080, ::1, 80, 8080, tcp",
        "${PORT}:8080, '', 81, 8080, tcp",
        "${NONE:-82}:8080, '', 82, 8080, tcp",
        "${NONE:?needed}:8080, '', ${NONE:?needed}, 8080, tcp",
        "8000-9000:80, '', 8000-9000, 80, tcp",
    })
    void reads_a_port(String text, String host, String published, int target, String protocol) {
        assertThat(ports(text))
                .singleElement()
                .isEqualTo(new Port(host, published, target, protocol, YamlValue.scalar(text)));
    }

    @Test
    void spells_out_a_range() {
        assertThat(ports("3000-3002:8000-8002"))
                .extracting(Port::shortForm)
                .containsExactly("3000:8000", "3001:8001", "3002:8002");
    }

    @Test
    void leaves_out_a_port_that_a_missing_variable_hides() {
        assertThat(ports("80:${NONE}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "80:0", "80:70000", "80:90-80", "80:1-2-3", ""})
    void refuses_what_is_no_port(String text) {
        assertThatThrownBy(() -> ports(text))
                .isInstanceOf(RefusedException.class)
                .extracting(refused -> ((RefusedException) refused).finding().id())
                .isEqualTo("wrong-type");
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 8443",
        "80:8080, 80:8443",
        "127.0.0.1:80:8080/tcp, 127.0.0.1:80:8443/tcp",
        "${WEB_PORT:-8080}:8080, ${WEB_PORT:-8080}:8443",
        "[::1]:80:8080, [::1]:80:8443",
        "80:${TARGET:-8080}, 80:8443",
    })
    void changes_the_container_port_alone(String text, String expected) {
        assertThat(PortSyntax.withTarget(YamlValue.scalar(text), 8443)).isEqualTo(YamlValue.scalar(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "/data, volume, '', /data, false",
        "db:/data/, volume, db, /data, false",
        "./a:/b:ro, bind, ./a, /b, true",
        "../a:/b:rw, bind, ../a, /b, false",
        "'/a:/b:z,ro', bind, /a, /b, true",
        "~/a:/b, bind, ~/a, /b, false",
        "C:\\a:/b, bind, C:\\a, /b, false",
        "c:/a:/b:ro, bind, c:/a, /b, true",
        "${NONE:-./x}:/b, bind, ./x, /b, false",
    })
    void reads_a_mount(String text, String type, String source, String target, boolean readOnly) {
        assertThat(mount(text)).isEqualTo(new Mount(type, source, target, readOnly));
    }

    @Test
    void refuses_a_mount_with_too_many_fields() {
        assertThatThrownBy(() -> mount("src:/b:ro:x")).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/p/data/certs/web, ./data/certs/web",
        "/p/sub, .",
        "/p/other, ../other",
        "/elsewhere/x, /elsewhere/x",
        "./x, ./x",
        "x/../y, ./y",
        "../x, ../x",
    })
    void writes_host_paths_as_the_file_sees_them(String source, String expected) {
        Path base = source.startsWith("/p/data") ? Path.of("/p") : Path.of("/p/sub");
        assertThat(MountSyntax.hostSource(Path.of("/p"), base, source)).isEqualTo(expected);
    }
}
