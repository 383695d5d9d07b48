///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Checks the form of the sources and what static analysis finds in them
//JAVA 17+
//JAVA_OPTIONS -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
// The libraries of all sources, which are compiled here: not the library itself, so that this runs while that does not compile.
//SOURCES ../scripts/aria/Deps.java aria/TestDeps.java lint/*.java
//DEPS com.palantir.javaformat:palantir-java-format:2.103.0

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lint.Checkout;
import lint.Compilation;
import lint.Formatting;
import lint.Jdk;
import lint.Sources;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks the list of the library's files and the form of every Java file, then compiles all with each warning an error. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        version = "1",
        description =
                "Checks the form of every Java file and what static analysis finds. Works on the newest JDK it finds.",
        footer = {"", "Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 4 no JDK of version 21 or newer"})
public final class Lint implements Callable<Integer> {
    @Option(
            names = "--fix",
            description = "write the list of files and format the files instead of naming what differs")
    private boolean fix;

    @Option(names = "--format-only", description = "leave the static analysis out")
    private boolean formatOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Jdk jdk = Jdk.newest();
        if (jdk.feature() < 21) {
            System.err.println("lint: the newest JDK found is " + jdk.home() + ", version " + jdk.feature()
                    + ". Install a JDK 21 or newer, or set JAVA_HOME to one");
            return 4;
        }
        Checkout checkout = Checkout.here();
        boolean clean = checkout.run("tests/project-list", fix ? List.of() : List.of("--check"));
        Sources sources = Sources.of(checkout.root());
        clean &= new Formatting(jdk).run(sources, fix);
        return (formatOnly || new Compilation(jdk, checkout).run(sources)) && clean ? 0 : 1;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Lint()).execute(arguments));
    }
}
