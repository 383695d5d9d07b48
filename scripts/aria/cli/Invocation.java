package aria.cli;

import aria.finding.FindingText;
import aria.finding.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a person called this command, so that the commands it prints can be pasted where that person stands. Messages are
 * written as for the checkout's root, {@code ./jbangw ALIAS@aria}; they are put right on their way out.
 *
 * @param launcher the path of {@code jbangw} as it was typed; empty when a plain JBang runs the script
 */
record Invocation(Optional<String> launcher) {
    /** Set by {@code jbangw}. */
    static final String LAUNCHER = "ARIA_LAUNCHER";
    /** Set by JBang's own launcher, and by {@code jbangw} too. */
    static final String JBANG = "JBANG_LAUNCH_CMD";

    private static final String AS_WRITTEN = Remedy.LAUNCHER;
    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/.])\\./jbangw ([a-z-]+)@aria\\b");
    private static final Pattern PAGE = Pattern.compile("(?<![\\w/.])docs/[\\w/]+\\.md#");

    /** Where neither variable says otherwise, as in a test, the texts stay as they are written. */
    static Invocation of(Map<String, String> environment) {
        String typed = environment.getOrDefault(LAUNCHER, environment.containsKey(JBANG) ? "" : AS_WRITTEN);
        return new Invocation(Optional.of(typed).filter(path -> !path.isEmpty()));
    }

    /** The text with its commands, and the pages it points to, as they are from here. A plain JBang's alias stands alone. */
    String here(String text) {
        if (launcher.equals(Optional.of(AS_WRITTEN))) {
            return text;
        }
        String commands = COMMAND.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        launcher.map(path -> FindingText.quoted(path) + " " + found.group(1) + "@aria")
                                .orElse(found.group(1))));
        return launcher.flatMap(Invocation::checkout)
                .map(root -> PAGE.matcher(commands)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                root.resolve(found.group()).toString())))
                .orElse(commands);
    }

    /** Returns what makes text of findings for the person. */
    FindingText text() {
        return launcher.equals(Optional.of(AS_WRITTEN))
                ? FindingText.IN_CHECKOUT
                : new FindingText(
                        launcher, launcher.flatMap(Invocation::checkout).map(Path::toString));
    }

    /** The folder of the real file: the launcher may be a link on the PATH. Empty when it has gone since. */
    private static Optional<Path> checkout(String launcher) {
        try {
            return Optional.ofNullable(Path.of(launcher).toRealPath().getParent());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
