package aria.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a reader is told to do has to work when it is pasted. */
class FindingTextTest {
    private static final FindingText HERE = FindingText.IN_CHECKOUT;
    private static final Finding MISSING = Finding.error(FindingId.LIMIT, "there is no CA", Remedy.aria("init-ca"));

    @Test
    void a_line_has_place_service_message_and_remedy() {
        assertThat(HERE.line(MISSING)).isEqualTo("there is no CA. Run ./jbangw init-ca@aria");
        assertThat(HERE.line(MISSING.about("web").at(new Place("compose.yaml", 7, 3))))
                .isEqualTo("compose.yaml:7:3: web: there is no CA. Run ./jbangw init-ca@aria");
        assertThat(HERE.line(Finding.note(FindingId.LIMIT, "nothing to do"))).isEqualTo("nothing to do");
    }

    @Test
    void remedies_of_every_kind_are_imperative_sentences() {
        assertThat(HERE.hint(List.of())).isEmpty();
        assertThat(HERE.hint(List.of(
                        Remedy.setting("--preset", "web=mount"),
                        Remedy.setting("DB", "postgres12"),
                        new Remedy.Setting("--force", ""),
                        new Remedy.Page("docs/SPEED.md"),
                        Remedy.advice("give it a shorter name"))))
                .contains("use --preset web=mount, or set DB to postgres12, or use --force, "
                        + "or give it a shorter name; see docs/SPEED.md");
    }

    @Test
    void commands_in_order_are_one_line_to_paste() {
        Remedy both = Remedy.inOrder(Remedy.command("docker", "stop", "a"), Remedy.command("docker", "start", "a"));
        assertThat(HERE.command(both)).contains("docker stop a && docker start a");
        assertThat(HERE.text(both)).isEqualTo("run docker stop a && docker start a");
    }

    @Test
    void advice_is_no_part_of_the_command_to_paste() {
        Remedy both = Remedy.inOrder(Remedy.command("docker", "stop", "a"), Remedy.advice("wait for it to start"));
        assertThat(HERE.command(both)).contains("docker stop a");
        assertThat(HERE.text(both)).isEqualTo("run docker stop a, then wait for it to start");
    }

    @Test
    void a_shell_takes_each_word_as_it_is() {
        assertThat(HERE.command(Remedy.command("chmod", "600", "a b,c's $x", "")))
                .contains("chmod 600 'a b,c'\\''s $x' ''");
        assertThat(HERE.command(Remedy.command("chmod", "600", "keys,old/a.key")))
                .contains("chmod 600 keys,old/a.key");
    }

    @Test
    void our_own_commands_and_pages_are_those_of_the_reader() {
        FindingText elsewhere =
                new FindingText(Optional.of("/opt/a b/jbangw"), Optional.of("/opt/a b"), Optional.empty());
        assertThat(elsewhere.text(Remedy.aria("init-ca", "--json")))
                .isEqualTo("run '/opt/a b/jbangw' init-ca@aria --json");
        assertThat(elsewhere.text(new Remedy.Page("docs/SPEED.md#x"))).isEqualTo("see /opt/a b/docs/SPEED.md#x");
        assertThat(elsewhere.text(Remedy.command("docker", "./jbangw"))).isEqualTo("run docker ./jbangw");
        FindingText plain = new FindingText(Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(plain.text(Remedy.aria("init-ca", "x@aria"))).isEqualTo("run init-ca x@aria");
    }

    @Test
    void a_command_works_from_a_folder_of_the_project() {
        FindingText below = FindingText.IN_CHECKOUT.from(Optional.of(".."));
        assertThat(below.text(Remedy.inOrder(
                        Remedy.aria("verify-mtls-setup", "-f", "a.yaml"),
                        Remedy.command("chmod", "600", "data/a.key"))))
                .isEqualTo("run ./jbangw verify-mtls-setup@aria -f a.yaml -C .. && (cd .. && chmod 600 data/a.key)");
    }
}
