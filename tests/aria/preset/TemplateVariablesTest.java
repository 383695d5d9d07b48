package aria.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateVariablesTest {
    private final TemplateVariables variables =
            new TemplateVariables(Map.of("certs", "/etc/certs"), Map.of("SET", "md5", "EMPTY", "")::get);

    @Test
    void fills_in_names_and_the_services_own_environment() {
        assertThat(variables.fill(
                        "{{certs}}/tls.crt {{word env.SET|scram}} {{word env.UNSET|scram}} {{word env.EMPTY|x}}"))
                .isEqualTo("/etc/certs/tls.crt md5 scram x");
    }

    @Test
    void leaves_what_compose_and_go_templates_would_read_alone() {
        assertThat(variables.fill("${HOME} {{ .Name }}")).isEqualTo("${HOME} {{ .Name }}");
    }

    @Test
    void an_unknown_variable_is_an_error_that_names_it() {
        assertThatThrownBy(() -> variables.fill("{{cert}}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("{{cert}}");
    }
}
