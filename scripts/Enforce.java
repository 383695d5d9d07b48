///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Ends plaintext to servers behind proxies: from now on only callers with a certificate are admitted
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Launcher;
import aria.cli.StageRun;
import aria.cli.WriteOptions;
import aria.stack.Stage;
import aria.verify.traffic.PlaintextUse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes the plaintext listeners of proxies away by a reload. Who came by them within a day has to be agreed to. */
@Command(
        name = "enforce",
        sortOptions = false,
        description =
                "Ends plaintext to servers behind proxies: from now on only callers with a certificate are admitted. No"
                        + " container is made anew, and connections of callers with a certificate stay.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  enforce db              if nobody has come in plaintext for a day; else say who, and ask",
            "  enforce db cache --yes  whoever has come",
            "  enforce db --dry-run    show what would be written"
        })
class Enforce implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    ComposeOptions compose;

    @Mixin
    WriteOptions write;

    @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Servers behind proxies.")
    List<String> services;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Enforce(), arguments));
    }

    @Override
    public Integer call() {
        return new StageRun("enforce", common, compose, write)
                .run(new LinkedHashSet<>(services), Stage.ENFORCE, Enforce::question)
                .number();
    }

    private static Optional<String> question(Map<String, List<PlaintextUse>> seen) {
        String used = seen.values().stream()
                .flatMap(List::stream)
                .filter(use -> use.count() > 0)
                .map(use -> use.service() + ":" + use.port() + " by "
                        + use.sources().stream()
                                .map(PlaintextUse.Source::toString)
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return Optional.of(used)
                .filter(said -> !said.isEmpty())
                .map(said -> "Shut out who came in plaintext within a day, " + said + "?");
    }
}
