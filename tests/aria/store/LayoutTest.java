package aria.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.finding.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private final Layout layout = Layout.of(Path.of("/project"));

    @Test
    void the_defaults_are_those_of_the_documentation() {
        assertThat(layout.caJson()).hasToString("/project/config/step-ca/ca.json");
        assertThat(layout.intermediateKey()).hasToString("/project/config/step-ca/pki/intermediate_ca_key");
        assertThat(layout.provisionerKey()).hasToString("/project/config/step-ca/secrets/provisioner.key.json");
        assertThat(layout.rootKey()).hasToString("/project/config/root-ca/root_ca_key");
        assertThat(layout.trustBundle()).hasToString("/project/data/certs/aria-root-ca.crt");
        assertThat(layout.serviceKey("keycloak-db")).hasToString("/project/data/certs/keycloak-db/keycloak-db.key");
        assertThat(layout.personFile("ann", "p12")).hasToString("/project/data/people/ann.p12");
        assertThat(layout.generatedFolder("postgres")).hasToString("/project/data/mtls/postgres");
        assertThat(layout.auditLog()).hasToString("/project/data/mtls/audit.log");
    }

    @Test
    void other_folders_move_what_belongs_beside_them() {
        Layout moved = new Layout(Path.of("/project"), Path.of("ca/step"), Path.of("/srv/pki/certs"));

        assertThat(moved.rootKeyFolder()).hasToString("/project/ca/root-ca");
        assertThat(moved.mtlsFolder()).hasToString("/srv/pki/mtls");
        assertThat(moved.peopleFolder()).hasToString("/srv/pki/people");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "-rf", ".hidden", "a\0b", "a b", "Ünicode", "a\nb"})
    void a_name_that_could_leave_the_folder_or_look_like_an_option_is_refused(String name) {
        assertThatThrownBy(() -> layout.serviceFolder(name))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContainingAny("\0", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "_internal", "web-1", "a.b", "A1"})
    void names_of_compose_services_are_accepted(String name) {
        assertThat(layout.serviceFolder(name)).hasToString("/project/data/certs/" + name);
    }

    @Test
    void paths_are_shown_as_a_person_would_write_them() {
        assertThat(layout.display(Path.of("/project/compose/db.yml"))).isEqualTo("compose/db.yml");
        assertThat(layout.display(Path.of("/etc/x"))).isEqualTo("/etc/x");
    }
}
