///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Checks the setup, by handshakes where something runs
//JAVA 17+
//JAVA_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java

import aria.cli.CallersReport;
import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Durations;
import aria.cli.ExitCode;
import aria.cli.Launcher;
import aria.cli.ProjectChoices;
import aria.cli.ReportFiles;
import aria.cli.ReportPrinter;
import aria.cli.SelectionOptions;
import aria.cli.Unused;
import aria.cli.Version;
import aria.docker.RunningService;
import aria.finding.Severity;
import aria.finding.UsageException;
import aria.stack.Selection;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.ComposeFacts;
import aria.verify.FirstSetup;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import aria.verify.check.Check;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import aria.verify.report.HtmlReport;
import aria.verify.report.JunitReport;
import aria.verify.report.Overview;
import aria.verify.report.SarifReport;
import aria.verify.traffic.CallerUse;
import aria.verify.traffic.NativeUse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Checks the CA, the certificates, the compose files and, by handshakes, that wrong clients are refused. Changes
 * nothing.
 */
@Command(
        name = "verify-mtls-setup",
        description = "Checks the setup: the CA, certificates, secrets, compose files, and handshakes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  verify-mtls-setup                    check everything; handshakes with running servers",
            "  verify-mtls-setup --live             the same, but fail without a Docker engine",
            "  verify-mtls-setup --only handshake   one group of checks",
            "  verify-mtls-setup --report html=mtls.html   also write an HTML report",
            "",
            "Exit codes: 0 nothing failed, 1 a check failed, 2 wrong usage, 4 no Docker engine for --live,"
                    + " 5 a report would overwrite something else"
        })
final class VerifyMtlsSetup implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Compose files, each a project of its own (default: those found here).")
    private List<Path> files = List.of();

    @Mixin
    private ComposeOptions compose;

    @Option(
            names = "--live",
            negatable = true,
            description = "Test the running servers, or not (default: test those that run).")
    private Boolean live;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            completionCandidates = CheckNames.class,
            description = "Only this check or group; may be repeated.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "List the checks and exit.")
    private boolean list;

    @Option(
            names = "--callers",
            description = "Show whom running proxies admit, and who has called since they were started, and who calls"
                    + " servers that require certificates themselves, and exit.")
    private boolean callers;

    @Option(
            names = "--fail-on",
            paramLabel = "error|warning",
            description = "What counts as a failure (default: error).")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--mode",
            paramLabel = "require|request",
            description = "What the compose files were patched for (default: require).")
    private String mode;

    @Option(
            names = "--warn-before",
            paramLabel = "DURATION",
            converter = Durations.class,
            description =
                    "How long before its end a certificate that was not renewed is a failure (default: 30d or a sixth"
                            + " of its lifetime, whichever is shorter; never before it is due for renewal).")
    private Duration warnBefore;

    @Mixin
    private ReportFiles reports;

    /** The lowest severity that counts as a failure. */
    private enum FailOn {
        ERROR,
        WARNING;

        Severity severity() {
            return Severity.valueOf(name());
        }
    }

    /** The ids and groups of checks, for the shell's completion. */
    static final class CheckNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Verification.names(CheckCatalogue.all()).iterator();
        }
    }

    public static void main(String... arguments) {
        System.exit(Launcher.run(new VerifyMtlsSetup(), arguments));
    }

    @Override
    public Integer call() {
        List<Check> checks = selected();
        if (list) {
            checks.forEach(check -> common.console().result(String.format("%-22s %s", check.id(), check.title())));
            return ExitCode.OK.number();
        }
        Subject subject = subject();
        if (callers) {
            return callers(subject).number();
        }
        boolean first = common.choices().choices().ca().url().isEmpty() && FirstSetup.isDue(subject);
        Report found = Verification.run(checks, subject);
        Report report = first ? FirstSetup.remedied(found) : found;
        ExitCode exit = report.failed(failOn.severity()) ? ExitCode.FAILED : ExitCode.OK;
        List<Path> written = reports.write(common.directory(), (format, file) -> switch (format) {
            case JSON -> (ReportPrinter.json(report, exit) + "\n").getBytes(StandardCharsets.UTF_8);
            case JUNIT -> JunitReport.of(report, Overview.of(subject), failOn.severity());
            case SARIF -> SarifReport.of(report, checks, Overview.of(subject), Version.NUMBER);
            case HTML ->
                HtmlReport.of(
                        report,
                        Overview.of(subject),
                        Version.NUMBER,
                        common.console().text(),
                        file);
        });
        if (common.json()) {
            common.console().answer(ReportPrinter.json(report, exit));
        } else {
            ReportPrinter.print(common.console(), report);
            if (only.isEmpty()) {
                unused(subject).tell(common.console());
            }
            written.forEach(file -> common.console().message("wrote " + file));
        }
        return exit.number();
    }

    private List<Check> selected() {
        try {
            return Verification.select(CheckCatalogue.all(), only);
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ExitCode callers(Subject subject) {
        List<CallerUse> counted = new ArrayList<>();
        List<String> natives = new ArrayList<>();
        List<NativeUse> theirs = new ArrayList<>();
        for (ComposeFacts.PlannedStack planned : subject.compose().stacks()) {
            List<RunningService> containers = subject.live().containers();
            List<String> servers = planned.plan().secured().stream()
                    .filter(name -> planned.stack()
                            .service(name)
                            .flatMap(StackService::preset)
                            .filter(preset -> !preset.listeners().isEmpty())
                            .isPresent())
                    .toList();
            counted.addAll(CallerUse.of(planned.stack(), planned.plan().proxies(), containers));
            natives.addAll(servers);
            theirs.addAll(NativeUse.of(planned.stack(), servers, containers));
        }
        CallersReport.print(common.console(), common.json(), counted, natives, theirs);
        return ExitCode.OK;
    }

    private static Unused unused(Subject subject) {
        return Unused.of(
                subject.layout(),
                subject.compose().stacks().stream()
                        .map(ComposeFacts.PlannedStack::stack)
                        .toList(),
                subject.live().asked());
    }

    private Subject subject() {
        SubjectReader.Live look =
                live == null ? SubjectReader.Live.WHERE_IT_RUNS : live ? SubjectReader.Live.YES : SubjectReader.Live.NO;
        Layout layout = common.layout(compose, files);
        Optional<String> asked = SelectionOptions.requireMode(mode);
        return new ProjectChoices(common.choices(), Selection.EVERYTHING, asked)
                .subject(
                        compose,
                        layout,
                        files.stream().map(common::typed).toList(),
                        look,
                        Optional.ofNullable(warnBefore));
    }
}
