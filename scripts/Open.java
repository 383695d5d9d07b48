///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Has the proxies of servers also accept plaintext for a time, which ends by itself
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java

import aria.choices.DurationText;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Durations;
import aria.cli.Launcher;
import aria.cli.StageRun;
import aria.cli.WriteOptions;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.stack.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The way back when a caller is locked out. It needs no CA, and HAProxy itself ends it. */
@Command(
        name = "open",
        sortOptions = false,
        description =
                "Has the proxies of servers also accept plaintext for a time, at the servers' own names and ports. It ends"
                        + " by itself, whatever runs then. No CA is needed, and no container is made anew.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  open db --for 1h          let everybody on its networks in for an hour",
            "  open db cache --for 30m --yes",
            "  enforce db                end it at once"
        })
class Open implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(7);

    @Mixin
    CommonOptions common;

    @Mixin
    ComposeOptions compose;

    @Mixin
    WriteOptions write;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long, at most 7d.")
    Duration time;

    @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Servers behind proxies.")
    List<String> services;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Open(), arguments));
    }

    @Override
    public Integer call() {
        if (time.compareTo(LONGEST) > 0) {
            throw new UsageException(FindingId.WRONG_USAGE, "--for: the longest time is 7d");
        }
        String question =
                "Accept plaintext at " + String.join(", ", services) + " for " + DurationText.print(time) + "?";
        return new StageRun("open", common, compose, write)
                .run(
                        new LinkedHashSet<>(services),
                        Stage.openUntil(Instant.now().plus(time)),
                        seen -> Optional.of(question))
                .number();
    }
}
