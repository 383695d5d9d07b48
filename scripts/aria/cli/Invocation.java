package aria.cli;

import aria.finding.FindingText;
import aria.finding.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The way the user called this command, so that printed commands can be pasted where the user is. */
final class Invocation {
    /** The path of {@code jbangw} as it was typed; set by {@code jbangw}. */
    static final String LAUNCHER = "ARIA_LAUNCHER";
    /** Set by JBang's own launcher, and by {@code jbangw} too. */
    static final String JBANG = "JBANG_LAUNCH_CMD";

    /** Set by every shell (POSIX.1-2017, 2.5.3). */
    private static final String SHELL = "PWD";

    private Invocation() {}

    /**
     * Returns what makes text of findings for that person; where none of the variables is set, as in a test, for one
     * in the checkout and in the project.
     *
     * @param folder the project's root as seen from the reader's folder; empty when the reader stands there
     */
    static FindingText text(Map<String, String> environment, Supplier<Optional<String>> folder) {
        FindingText text = text(environment);
        return environment.containsKey(SHELL) ? text.from(folder.get()) : text;
    }

    static FindingText text(Map<String, String> environment) {
        Optional<String> launcher = Optional.ofNullable(environment.get(LAUNCHER));
        if (launcher.isEmpty() && environment.containsKey(JBANG)) {
            return new FindingText(Optional.empty(), Optional.empty(), Optional.empty());
        }
        return launcher.filter(path -> !path.equals(Remedy.LAUNCHER))
                .map(path -> new FindingText(launcher, checkout(path), Optional.empty()))
                .orElse(FindingText.IN_CHECKOUT);
    }

    /** The folder of the real file: the launcher may be a link on the PATH. Empty when it has gone since. */
    private static Optional<String> checkout(String launcher) {
        try {
            return Optional.ofNullable(Path.of(launcher).toRealPath().getParent())
                    .map(Path::toString);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
