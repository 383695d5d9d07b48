package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import aria.preset.Templates;
import aria.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code compose/config/step-ca/init.sh}: what of {@code config/step-ca} reaches the server. */
class StepCaInitTest {
    private static final String CHECKOUT = """
            init() { sh /mtls/init.sh 1000:1000; }
            mkdir -p /in/pki /in/secrets /in/db /out /db; umask 077
            echo '{}' > /in/ca.json; echo '{}' > /in/defaults.json
            """;
    private static final String INITIALISED = CHECKOUT + """
            for f in pki/root_ca.crt pki/intermediate_ca.crt pki/intermediate_ca_key secrets/password.txt \
                     secrets/provisioner_password.txt secrets/provisioner.key.json; do echo $f > /in/$f; done
            init || exit 9
            """;

    private Busybox busybox;

    @BeforeEach
    void needs_the_image() {
        busybox = Busybox.with("compose/config/step-ca");
    }

    @Test
    void it_is_what_the_stacks_of_others_get() throws IOException {
        assertThat(Templates.read("step-ca/init.sh"))
                .isEqualTo(Files.readString(Checkout.root().resolve("compose/config/step-ca/init.sh")));
    }

    @Test
    void before_init_ca_it_says_in_one_line_what_to_run_and_fails() throws IOException, InterruptedException {
        Command command = busybox.sh(CHECKOUT + "init; echo $?; ls -A /out");
        assertThat(command.err())
                .isEqualTo("step-ca: no CA yet, its folder lacks pki/root_ca.crt pki/intermediate_ca.crt "
                        + "pki/intermediate_ca_key secrets/password.txt. On the host run: ./jbangw init-ca@aria\n");
        assertThat(command.out())
                .as("the mount point of the database is there, or the engine can't start the server")
                .isEqualTo("1\ndb\n");
    }

    @Test
    void the_database_password_and_templates_come_along_and_go_when_they_are_gone()
            throws IOException, InterruptedException {
        Command command = busybox.sh(INITIALISED + """
                mkdir /in/templates; echo t > /in/templates/leaf.tpl; echo o > /in/templates/other.tpl; echo p > /in/secrets/pgpass; init || exit 9
                cd /out; stat -c '%n %a %u:%g' templates templates/* secrets/pgpass
                rm /in/templates/other.tpl /in/secrets/pgpass; init || exit 9
                ls templates secrets""");
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).isEqualTo("""
                templates 700 1000:1000
                templates/leaf.tpl 400 1000:1000
                templates/other.tpl 400 1000:1000
                secrets/pgpass 400 1000:1000
                secrets:
                password.txt

                templates:
                leaf.tpl
                """);
    }

    @Test
    void the_server_gets_what_it_needs_and_nothing_else() throws IOException, InterruptedException {
        Command command = busybox.sh(
                INITIALISED
                        + "echo k > /in/pki/root_ca_key; echo k > /in/pki/root_ca.key; init || exit 9; cd /out; find . /db | sort | xargs stat -c '%n %a %u:%g'");
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).isEqualTo("""
                . 700 1000:1000
                ./ca.json 400 1000:1000
                ./db 700 1000:1000
                ./pki 700 1000:1000
                ./pki/intermediate_ca.crt 400 1000:1000
                ./pki/intermediate_ca_key 400 1000:1000
                ./pki/root_ca.crt 400 1000:1000
                ./secrets 700 1000:1000
                ./secrets/password.txt 400 1000:1000
                /db 700 1000:1000
                """);
    }

    @Test
    void run_again_only_what_changed_is_replaced() throws IOException, InterruptedException {
        Command command = busybox.sh(INITIALISED + """
                look() { cd /out; stat -c '%n %i %y' pki/* secrets/*; }
                look > /1; sleep 1; echo '{"new": 1}' > /in/ca.json; init; look | cmp - /1 && cat ca.json; ls -A /out | wc -l
                """);
        assertThat(command).isEqualTo(new Command(0, "{\"new\": 1}\n4\n", ""));
    }
}
