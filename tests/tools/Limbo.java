///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -encoding UTF-8
//DEPS ../../scripts/aria/Project.java
//SOURCES limbo/LimboCase.java
//DESCRIPTION Measures path validation by the cases of x509-limbo.

import aria.cli.CommonOptions;
import aria.cli.Console;
import aria.cli.ExitCode;
import aria.cli.Json;
import aria.cli.Launcher;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.limbo.LimboCase;

@Command(
        name = "limbo",
        sortOptions = false,
        description =
                "Judges the path-validation cases of x509-limbo: a line a case, with what is expected and what we say.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  limbo limbo.json                 every case, and how many agree",
            "  limbo limbo.json --differing     those that don't agree, with our reason",
            "  limbo limbo.json.xz              as it is distributed; needs the program xz",
            "",
            "The cases: https://x509-limbo.com. Those of webpki:: and cve:: are judged by the profile of public servers, the others by RFC 5280's."
        })
class Limbo implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Parameters(paramLabel = "FILE", description = "limbo.json, or limbo.json.xz.")
    Path file;

    @Option(names = "--differing", description = "Print only the cases that don't agree, with what we say.")
    boolean differing;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new Limbo(), arguments));
    }

    /** One answer; the names are those of the JSON output. */
    record CaseResult(String id, String expected, String actual, List<String> problems) {
        boolean agrees() {
            return expected.equals(actual);
        }
    }

    /** The JSON answer. */
    record Answers(long agreed, List<CaseResult> cases) {}

    @Override
    public Integer call() {
        Console console = common.console();
        List<CaseResult> answers = new ArrayList<>();
        Instant now = Instant.now();
        for (LimboCase each : LimboCase.read(content(), file.toString())) {
            List<String> problems = each.problems(now);
            CaseResult answer =
                    new CaseResult(each.id(), each.expected(), problems.isEmpty() ? "SUCCESS" : "FAILURE", problems);
            answers.add(answer);
            if (!common.json() && !(differing && answer.agrees())) {
                console.result(answer.id() + " " + answer.expected() + " " + answer.actual());
                problems.stream()
                        .filter(problem -> differing || console.verbose())
                        .forEach(problem -> console.result("    " + problem));
            }
        }
        long agreed = answers.stream().filter(CaseResult::agrees).count();
        if (common.json()) {
            console.answer(Json.answer("limbo", ExitCode.OK, new Answers(agreed, answers), List.of()));
        } else {
            console.result(agreed + " of " + answers.size() + " agree");
        }
        return ExitCode.OK.number();
    }

    private byte[] content() {
        Path path = common.directory().resolve(file);
        try {
            return path.toString().endsWith(".xz") ? unpacked(path) : Files.readAllBytes(path);
        } catch (NoSuchFileException missing) {
            throw new RefusedException(
                    Finding.error(FindingId.NOT_FOUND, "there is no such file").at(Place.of(file.toString())), missing);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static byte[] unpacked(Path path) throws IOException {
        Process xz;
        try {
            xz = new ProcessBuilder("xz", "--decompress", "--stdout", path.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw new IOException("there is no program xz: unpack the file and name the .json", missing);
        }
        xz.getOutputStream().close();
        byte[] content = xz.getInputStream().readAllBytes();
        try {
            if (xz.waitFor() != 0) {
                throw new IOException("xz can't unpack it");
            }
        } catch (InterruptedException e) {
            xz.destroy();
            throw new InterruptedIOException("interrupted");
        }
        return content;
    }
}
