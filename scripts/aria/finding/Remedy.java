package aria.finding;

import java.util.List;
import java.util.stream.Stream;

/** A remedy for a finding, as a value, so that a terminal, a page and a script can each show it in their own way. */
public sealed interface Remedy {
    /** The first word of our own commands, as it is written for a reader in the checkout's root. */
    String LAUNCHER = "./jbangw";

    /**
     * A command that works as it is.
     *
     * @param words the program, then its arguments, unquoted
     */
    record Command(List<String> words) implements Remedy {
        /** Keeps an unmodifiable copy. */
        public Command {
            words = List.copyOf(words);
        }
    }

    /**
     * An option of the command that was run, or a key of a configuration file.
     *
     * @param name  as it is written: {@code --preset}
     * @param value as it is written; empty for an option without a value
     */
    record Setting(String name, String value) implements Remedy {}

    /**
     * A page of the documentation.
     *
     * @param path relative to the checkout, with its anchor: {@code docs/TROUBLESHOOTING.md#secrets}
     */
    record Page(String path) implements Remedy {}

    /**
     * A remedy that no command can carry out.
     *
     * @param text an imperative sentence without a full stop: {@code give the service a shorter name}
     */
    record Advice(String text) implements Remedy {}

    /**
     * Several remedies in this order.
     *
     * @param steps at least one; none of them steps themselves
     */
    record Steps(List<Remedy> steps) implements Remedy {
        /** Keeps an unmodifiable copy. */
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /** Returns one of our own commands: {@code aria("init-ca", "--json")} is {@code ./jbangw init-ca@aria --json}. */
    static Remedy aria(String alias, String... arguments) {
        return new Command(Stream.concat(Stream.of(LAUNCHER, alias + "@aria"), Stream.of(arguments))
                .toList());
    }

    /** Returns these remedies to be followed one after the other. */
    static Remedy inOrder(Remedy... steps) {
        return new Steps(List.of(steps));
    }

    /** Returns a setting. */
    static Remedy setting(String name, String value) {
        return new Setting(name, value);
    }

    /** Returns a page of the documentation; {@code path} is relative to the checkout. */
    static Remedy page(String path) {
        return new Page(path);
    }

    /** Returns a command of these words. */
    static Remedy command(String... words) {
        return new Command(List.of(words));
    }

    /**
     * Returns a command of Docker Compose as a person types it.
     *
     * @param files of the project, in the order in which they are merged; empty for those that Docker Compose finds
     * @param words the subcommand and its arguments
     */
    static Command compose(List<String> files, List<String> words) {
        Stream<String> options = files.stream().flatMap(file -> Stream.of("-f", file));
        return new Command(Stream.of(Stream.of("docker", "compose"), options, words.stream())
                .flatMap(part -> part)
                .toList());
    }

    /** Returns advice of this text. */
    static Remedy advice(String text) {
        return new Advice(text);
    }
}
