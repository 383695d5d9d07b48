package aria.stackfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code templates/init.sh} in the image that runs it. */
class InitScriptTest {
    /** A first certificate, delivered to uid 999; later lines may say {@code renew} and {@code init}. */
    private static final String DELIVERED = """
            init() { sh /mtls/init.sh db "${1:-999:999}"; }
            renew() { printf c2 > /in/db.crt; printf k2 > /in/db.key; }
            mkdir /in /out; umask 077
            printf c1 > /in/db.crt; printf k1 > /in/db.key; printf ca > /in/ca.crt
            init || exit 9
            """;

    private Busybox busybox;

    @BeforeEach
    void needs_the_image() {
        busybox = Busybox.with("templates");
    }

    @Test
    void only_the_server_can_read_its_key_and_everybody_the_certificates() throws IOException, InterruptedException {
        assertThat(
                        lines(
                                "cd /out; stat -L -c '%n %a %u:%g' . ..data tls.crt tls.key ca.crt; cat tls.crt tls.key ca.crt"))
                .isEqualTo("""
                . 755 999:999
                ..data 555 999:999
                tls.crt 444 999:999
                tls.key 400 999:999
                ca.crt 444 999:999
                c1k1ca""");
    }

    @Test
    void a_der_key_is_delivered_like_the_key_and_goes_when_it_is_gone() throws IOException, InterruptedException {
        assertThat(lines("""
                printf d1 > /in/db.der; init; stat -L -c '%n %a %u' /out/tls.der; cat /out/tls.der; echo
                rm /in/db.der; init; ls /out""")).isEqualTo("/out/tls.der 400 999\nd1\nca.crt\ntls.crt\ntls.key\n");
    }

    @Test
    void unchanged_input_changes_nothing() throws IOException, InterruptedException {
        assertThat(lines("""
                look() { cd /out; ls -laiR . | grep -v ' \\.\\.$'; stat -c '%n %y' . ..data/*; }
                look > /1; sleep 1; init; look > /2; cmp /1 /2 && echo same""")).isEqualTo("same\n");
    }

    @Test
    void a_renewal_replaces_the_pair_and_leaves_nothing_behind() throws IOException, InterruptedException {
        assertThat(lines("renew; init; cat /out/tls.crt /out/tls.key; echo; ls -A /out | wc -l"))
                .isEqualTo("c2k2\n5\n");
    }

    @Test
    void a_pair_behind_the_links_of_a_generation_on_the_host_is_delivered_too()
            throws IOException, InterruptedException {
        assertThat(lines("""
                mkdir /in/..data.1; mv /in/db.crt /in/db.key /in/ca.crt /in/..data.1; ln -s ..data.1 /in/..data
                for f in db.crt db.key ca.crt; do ln -s ..data/$f /in/$f; done
                init; cat /out/tls.crt /out/tls.key; echo
                cp -r /in/..data.1 /in/..data.2; printf c2 > /in/..data.2/db.crt; printf k2 > /in/..data.2/db.key
                ln -s ..data.2 /in/..next; mv -T /in/..next /in/..data
                init; cat /out/tls.crt /out/tls.key; stat -L -c ' %a %F' /out/tls.key""")).isEqualTo("c1k1\nc2k2 400 regular file\n");
    }

    @Test
    void another_owner_gets_the_same_files() throws IOException, InterruptedException {
        assertThat(lines("init 70:70; stat -L -c '%a %u:%g' /out /out/tls.key")).isEqualTo("755 70:70\n400 70:70\n");
    }

    @Test
    void killed_before_any_command_it_leaves_a_pair_and_the_next_run_finishes()
            throws IOException, InterruptedException {
        Command command = busybox.sh(DELIVERED + """
                counting=$(for c in cp chown chmod ln mv mktemp cmp rm; do
                  echo "$c() { left=\\$((left - 1)); [ \\$left -ne 0 ] || kill -9 \\$\\$; command $c \\"\\$@\\"; }"
                done)
                k=0; before=0; after=0
                while :; do
                  k=$((k + 1)); rm -rf /out/* /out/..?*; rm -f /in/db.der
                  printf c1 > /in/db.crt; printf k1 > /in/db.key; init; renew; printf d2 > /in/db.der
                  sh -c "left=$k; $counting
                         . /mtls/init.sh" init.sh db 999:999; rc=$?
                  case $(cat /out/tls.crt /out/tls.key) in
                    c1k1) before=$((before + 1)) ;;
                    c2k2) after=$((after + 1)) ;;
                    *) echo "killed before command $k: a mixed pair" ;;
                  esac
                  init || echo "killed before command $k: the next run fails"
                  [ "$(cat /out/tls.crt /out/tls.key /out/tls.der)" = c2k2d2 ] || echo "killed before command $k: not renewed"
                  [ "$(ls -A /out | wc -l)" -eq 6 ] || echo "killed before command $k: left" $(ls -A /out)
                  [ $rc -ne 0 ] || break
                done
                [ $before -gt 10 ] && [ $after -gt 1 ] && echo proven || echo "$before before, $after after"
                """);
        assertThat(command.out()).isEqualTo("proven\n");
        assertThat(command.err().lines()).containsOnly("Killed");
    }

    @Test
    void certificate_and_key_are_a_pair_even_when_both_change_while_they_are_copied()
            throws IOException, InterruptedException {
        assertThat(lines("""
                renew
                sh -c 'cp() { command cp "$@"; [ -e /once ] || { : > /once; printf c3 > /in/db.crt; printf k3 > /in/db.key; }; }
                       . /mtls/init.sh' init.sh db 999:999
                cat /out/tls.crt /out/tls.key; echo; ls -A /out | wc -l""")).isEqualTo("c3k3\n5\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db.crt", "db.key", "ca.crt"})
    void missing_input_names_the_command_for_the_host_and_keeps_what_is_there(String file)
            throws IOException, InterruptedException {
        Command command =
                busybox.sh(DELIVERED + "renew; rm /in/" + file + "; init; echo $?; cat /out/tls.crt /out/tls.key");
        assertThat(command.out()).isEqualTo("1\nc1k1");
        assertThat(command.err())
                .isEqualTo(
                        "db: " + file
                                + " is missing in the folder of its certificate. On the host run: ./jbangw generate-service-certs@aria db\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x 1:1", "-x 1:1", "'a b' 1:1", "db root:root", "db 1", "db 1:", "db 1:2:3", "db"})
    void refuses_what_is_no_service_name_or_owner(String words) throws IOException, InterruptedException {
        Command command = busybox.sh(DELIVERED + "cd /out; ls -laR > /1; sh /mtls/init.sh " + words
                + "; echo $?; ls -laR | cmp - /1 && echo same");
        assertThat(command.out()).isEqualTo("1\nsame\n");
        assertThat(command.err().lines()).hasSize(1);
    }

    private String lines(String script) throws IOException, InterruptedException {
        Command command = busybox.sh(DELIVERED + script);
        assertThat(command.err()).isEmpty();
        return command.out();
    }
}
