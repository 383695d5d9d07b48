package aria.commands;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code observe} refuses before it looks at an engine; what it sees there has tests in {@code aria.live}. */
class ObserveCommandTest {
    @Test
    void wrong_usage_and_no_compose_file(@TempDir Path folder) {
        Session session = new Session(Project.empty(folder));
        session.run("observe", "--once");
        session.run("observe", "--for", "25h");
        session.run("observe", "--for", "soon");
        session.run("observe", "--yes");
        session.assertGolden("observe-wrong-usage");
    }
}
