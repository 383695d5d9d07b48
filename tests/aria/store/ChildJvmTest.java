package aria.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    @Test
    void a_child_can_be_interrupted_where_the_tests_run_in_a_shells_background() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process background = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap '' INT; exec \"$0\" \"$@\"",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Background.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(background.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(background.waitFor()).as(output).isEqualTo(130);
    }

    /** Interrupts a child of its own, and ends as that does. */
    static final class Background {
        public static void main(String... arguments) throws IOException, InterruptedException {
            Process child = ChildJvm.start(null, List.of(), Sleeper.class);
            child.getInputStream().read();
            new ProcessBuilder("kill", "-INT", Long.toString(child.pid()))
                    .start()
                    .waitFor();
            boolean ended = child.waitFor(30, TimeUnit.SECONDS);
            child.destroyForcibly();
            System.exit(ended ? child.exitValue() : 1);
        }
    }

    /** Says that it runs, and waits. */
    static final class Sleeper {
        public static void main(String... arguments) throws InterruptedException {
            System.out.println("ready");
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }
}
