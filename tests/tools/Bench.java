///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -encoding UTF-8
//DEPS ../../scripts/aria/Project.java
//SOURCES bench/BenchTable.java bench/Benchmarks.java bench/Peers.java bench/Row.java bench/Sample.java bench/Stopwatch.java
//DESCRIPTION Measures the commands as whole processes, beside the programs of others that are on the machine.

import static aria.finding.Remedy.advice;

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Json;
import aria.cli.Launcher;
import aria.cli.Progress;
import aria.finding.FindingId;
import aria.finding.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.bench.BenchTable;
import tools.bench.Benchmarks;
import tools.bench.Peers;
import tools.bench.Row;

@Command(
        name = "bench",
        sortOptions = false,
        description =
                "Measures the commands as whole processes, beside the programs of others that are on this machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bench                                the whole table: about two minutes on an idle machine",
            "  bench --services 1000 --runs 1       one small file, once",
            "  ARIA_CORPUS=DIR bench                with all compose files of a folder patched in one run",
            "",
            "A ratio is our time over theirs, measured in the same minute: below 1 we are faster. Caches are warm; nothing else should run."
        })
class Bench implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "COUNT",
            description = "Services of the compose files to patch (default: 1000,3000,10000,30000).")
    List<Integer> services = List.of(1000, 3000, 10_000, 30_000);

    @Option(
            names = "--files",
            split = ",",
            paramLabel = "COUNT",
            description = "Compose files to patch in one run (default: 300,1000,3000).")
    List<Integer> files = List.of(300, 1000, 3000);

    @Option(
            names = "--certificates",
            paramLabel = "COUNT",
            description = "Certificates to make in one run (default: 1000).")
    int certificates = 1000;

    @Option(names = "--runs", paramLabel = "COUNT", description = "How often each thing is measured (default: 3).")
    int runs = 3;

    @Option(
            names = "--launcher",
            paramLabel = "DIR",
            description = "The checkout whose jbangw is measured (default: the one of this folder).")
    Path launcher;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Bench(), arguments));
    }

    /** The JSON answer: times in seconds, memory in KiB. */
    record Measurements(List<Measured> rows, List<String> missing) {}

    /** One row of it. */
    record Measured(String what, List<Double> seconds, long peak, List<Beside> beside) {
        static Measured of(Row row) {
            return new Measured(
                    row.what(),
                    row.ours().seconds(),
                    row.ours().peak(),
                    row.peers().stream()
                            .map(peer -> new Beside(peer.name(), peer.seconds(), row.ratio(peer)))
                            .toList());
        }
    }

    /** Another program's median for the same work. */
    record Beside(String name, double seconds, double ratio) {}

    @Override
    public Integer call() {
        if (runs < 1
                || certificates < 1
                || Stream.concat(services.stream(), files.stream()).anyMatch(count -> count < 1)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE, "--runs, --certificates, --services and --files are counts from 1 on");
        }
        Peers peers = new Peers(Optional.ofNullable(System.getenv("PATH")).orElse(""));
        Path scratch = scratch();
        try {
            List<Row> rows = rows(new Benchmarks(checkout(), scratch, runs, peers));
            report(
                    rows,
                    Peers.NAMES.stream()
                            .filter(name -> peers.find(name).isEmpty())
                            .toList());
            return ExitCode.OK.number();
        } finally {
            remove(scratch);
        }
    }

    private List<Row> rows(Benchmarks benchmarks) {
        List<Supplier<Row>> all = new ArrayList<>(List.of(
                benchmarks::help,
                benchmarks::bootstrap,
                benchmarks::verify,
                () -> benchmarks.certificates(certificates)));
        services.forEach(count -> all.add(() -> benchmarks.patch(count)));
        files.forEach(count -> all.add(() -> benchmarks.files(count)));
        Optional.ofNullable(System.getenv("ARIA_CORPUS"))
                .map(Path::of)
                .ifPresent(corpus -> all.add(() -> benchmarks.corpus(corpus)));
        List<Row> rows = new ArrayList<>();
        try (Progress progress = Progress.start(common.console(), "benchmarks", all.size())) {
            for (Supplier<Row> one : all) {
                rows.add(one.get());
                progress.stepTo(rows.size());
            }
        }
        return rows;
    }

    private void report(List<Row> rows, List<String> missing) {
        Console console = common.console();
        if (common.json()) {
            console.answer(Json.answer(
                    "bench",
                    ExitCode.OK,
                    new Measurements(rows.stream().map(Measured::of).toList(), missing),
                    List.of()));
            return;
        }
        BenchTable.lines(rows).forEach(console::result);
        if (!missing.isEmpty()) {
            console.result("not on this machine: " + String.join(", ", missing));
        }
        if (System.getenv("ARIA_CORPUS") == null) {
            console.result("no corpus: set ARIA_CORPUS to a folder of compose files");
        }
    }

    /** The named folder, else the nearest one above the current that has the launcher. */
    private Path checkout() {
        Path start = common.directory().toAbsolutePath().normalize();
        Stream<Path> candidates = launcher != null
                ? Stream.of(start.resolve(launcher))
                : Stream.iterate(start, Path::getParent).takeWhile(folder -> folder != null);
        return candidates
                .filter(folder -> Files.isExecutable(folder.resolve("jbangw")))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE,
                        "there is no jbangw here or above",
                        advice("run it in a checkout"),
                        advice("name one with --launcher")));
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("aria-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the benchmarks can be made: " + e.getMessage(), e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be removed: " + e.getMessage(), e);
        }
    }
}
