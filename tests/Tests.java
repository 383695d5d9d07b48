///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Runs the tests
//JAVA 17+
// The JVM warns when the fuzzer puts itself on the boot class path.
// So many commands run once each that only what is hot by far pays for the optimizing compiler.
//JAVA_OPTIONS -XX:+UseSerialGC -XX:-PrintWarnings -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS ../scripts/aria/Project.java
//SOURCES aria/TestDeps.java aria/**/*.java tools/**/*.java

import aria.testing.TestRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds every test in its own jar, runs those that were asked for, and says what was skipped and why. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        version = "1",
        description = "Runs the tests; the last line is `N passed, N failed, N skipped`.",
        footer = {
            "",
            "Environment:",
            "  ARIA_TEST_REQUIRE  what has to be there, else the test fails: docker,compose,images,step,step-ca,openssl",
            "  ARIA_TEST_TOOLS    where step and step-ca-<version> are (default ~/.cache/aria-test/bin)",
            "  ARIA_CORPUS        a folder with other people's compose files; without it their tests are skipped",
            "  ARIA_LIMBO         limbo.json of x509-limbo, for the path validator; without it that test is skipped",
            "  ARIA_TEST_FULL     1 for what takes minutes, too: servers to compile, a kill at every point",
            "  JAZZER_FUZZ        1 to look for inputs that break the one test named; tests/fuzz/run does it for all",
            "",
            "Exit codes: 0 all passed, 1 a test failed or none was found, 2 wrong usage"
        })
public final class Tests implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "part of Class or of Class.method; all tests without")
    private List<String> names = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "only tests with one of these tags")
    private List<String> tags = List.of();

    @Option(names = "--list", description = "print the tests, run none")
    private boolean list;

    @Override
    public Integer call() throws Exception {
        Path classes = Path.of(
                Tests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        TestRun run = new TestRun(classes, names, tags, System.out);
        return (list ? run.list() : run.execute()) ? 0 : 1;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Tests()).execute(arguments));
    }
}
