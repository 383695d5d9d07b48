package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Tests on one running stack, which the first of them brings up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnAStack {
    /** Null until it is made. */
    RealStack stack;

    /** Runs a command of ours in its project, which has to end well. */
    Project.Ran succeeds(String command, String... arguments) {
        Project.Ran ran = stack.project.run(command, arguments);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    @AfterAll
    void nothing_stays() {
        if (stack != null) {
            stack.close();
        }
    }
}
