package aria.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The terminal or file that the process is connected to.
 *
 * @param in          whether a person can answer on standard input
 * @param out         whether a person reads standard output
 * @param err         whether a person reads standard error
 * @param environment the environment variables
 */
public record Terminal(boolean in, boolean out, boolean err, Map<String, String> environment) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** That of this process. */
    public static Terminal detect() {
        return new Terminal(isTerminal(0), isTerminal(1), isTerminal(2), System.getenv());
    }

    /**
     * Whether to colour what goes to a stream. {@code NO_COLOR} (no-color.org) beats {@code CLICOLOR_FORCE} and
     * {@code FORCE_COLOR}, which beat the terminal and {@code TERM=dumb}.
     */
    boolean colour(boolean isTerminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        boolean forced = Stream.of("CLICOLOR_FORCE", "FORCE_COLOR")
                .map(name -> environment.getOrDefault(name, "0"))
                .anyMatch(value -> !value.isEmpty() && !value.equals("0"));
        return forced || isTerminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /**
     * Whether the locale can show more than ASCII; the first of the three variables that is set decides (POSIX 8.2).
     * {@code ARIA_LOCALE} is what that was before {@code jbangw} chose a locale in which Java finds every file.
     */
    boolean unicode() {
        String locale = Stream.of("ARIA_LOCALE", "LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C")
                .toUpperCase(Locale.ROOT);
        return locale.contains("UTF-8") || locale.contains("UTF8");
    }

    /** Java 17 only tells whether input and output are both a terminal; Linux tells for each. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
        if (!Files.isSymbolicLink(link)) {
            return hasConsole();
        }
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** From Java 22 on a process can have a console that is no terminal, and then says so. */
    @SuppressWarnings("SystemConsoleNull") // it is asked below
    private static boolean hasConsole() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException older) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the console does not say whether it is a terminal", e);
        }
    }
}
