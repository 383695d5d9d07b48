package aria.cli;

import aria.finding.FindingText;
import aria.finding.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The way the user called this command, so that printed commands can be pasted where the user is. */
final class Invocation {
    /** The path of {@code jbangw} as it was typed; set by {@code jbangw}. */
    static final String LAUNCHER = "ARIA_LAUNCHER";
    /** Set by JBang's own launcher, and by {@code jbangw} too. */
    static final String JBANG = "JBANG_LAUNCH_CMD";

    private Invocation() {}

    /**
     * Returns what makes text of findings for that person; where neither variable is set, as in a test, for one in
     * the checkout.
     */
    static FindingText text(Map<String, String> environment) {
        Optional<String> launcher = Optional.ofNullable(environment.get(LAUNCHER));
        if (launcher.isEmpty() && environment.containsKey(JBANG)) {
            return new FindingText(Optional.empty(), Optional.empty());
        }
        return launcher.filter(path -> !path.equals(Remedy.LAUNCHER))
                .map(path -> new FindingText(launcher, checkout(path)))
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
