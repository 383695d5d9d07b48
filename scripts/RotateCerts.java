///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION Renews the certificates that are due, and has the running servers present them.

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Durations;
import aria.cli.ExitCode;
import aria.cli.IntermediateRotation;
import aria.cli.IssuerOptions;
import aria.cli.Launcher;
import aria.cli.MetricsOption;
import aria.cli.ProjectChoices;
import aria.cli.Recover;
import aria.cli.RotateService;
import aria.cli.RotationRun;
import aria.cli.ScheduleOptions;
import aria.cli.WriteOptions;
import aria.cli.pkicert.BackupOption;
import aria.finding.DidYouMean;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.pki.CryptoWarmUp;
import aria.pki.path.RenewBefore;
import aria.plan.CertificateNeed;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.plan.ProjectPlan;
import aria.stack.OurServices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.CertificateFile;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate-certs",
        sortOptions = false,
        description =
                "Renews the certificates that are due, and has the running servers present them. Made for a timer: with nothing to"
                        + " do it changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rotate-certs                        whatever has a third of its lifetime left",
            "  rotate-certs --renew-before 30d     whatever expires within 30 days",
            "  rotate-certs --dry-run              say what is due",
            "  rotate-certs db cache --restart     two services; restart those that read files at the start only",
            "  rotate-certs --install systemd      from now on by a timer; --dry-run shows it",
            "  rotate-certs --install compose      the same by a container, where nothing else may run",
            "  rotate-certs --install cron --backup /mnt/backups --recipient ada.crt",
            "  rotate-certs --metrics /var/lib/prometheus/node-exporter/aria.prom",
            "",
            "Exit codes: 0 nothing was due, or all servers present their certificates, 1 one does not, 4 the CA or the"
                    + " engine does not answer, 6 something could not be renewed, or a server has to be restarted"
        })
class RotateCerts implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    ComposeOptions compose;

    @Mixin
    IssuerOptions issuer;

    @Mixin
    WriteOptions write;

    @Mixin
    IntermediateRotation intermediate;

    @Mixin
    MetricsOption metrics;

    @Mixin
    BackupOption backup;

    @Mixin
    ScheduleOptions schedule;

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "Services (default: all of the compose files, and whatever else this CA has issued here).")
    List<String> services = new ArrayList<>();

    @Option(
            names = "--renew-before",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Renew what expires within this time (default: a third of each lifetime).")
    Duration renewBefore;

    @Option(names = "--restart", description = "Restart servers that read a new certificate in no other way.")
    boolean restart;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new RotateCerts(), arguments));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout(compose, List.of());
        Recover.first(layout, common.console(), write.showsOnly());
        if (!write.showsOnly() && !schedule.isGiven()) {
            CryptoWarmUp.begin();
        }
        Instant now = Instant.now();
        ProjectChoices choices = new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty());
        List<Stack> stacks = compose.stacks(layout);
        List<CertificateNeed> known = stacks.isEmpty()
                ? choices.needs(DefaultServices.needs())
                : CertificateNeeds.of(stacks, choices.options(layout));
        List<CertificateNeed> needs = there(layout, stacks, known);
        backup.require(common);
        if (schedule.isGiven()) {
            return schedule.run(
                            common,
                            write,
                            "rotate-certs",
                            spec.commandLine().getParseResult().originalArgs(),
                            shortest(layout, needs),
                            new RotateService.Program(
                                    getClass(), () -> choices.options(layout).ownImage(OurServices.PROXY)))
                    .number();
        }
        RenewBefore window =
                Optional.ofNullable(renewBefore).map(RenewBefore::of).orElse(RenewBefore.A_THIRD);
        ExitCode exit = new RotationRun(common, compose, issuer, write, intermediate, metrics, window, restart)
                .run(new RotationRun.Subjects(layout, choices, stacks, known, needs, services.isEmpty()), now);
        if (!write.showsOnly()) {
            backup.run(common, compose, now);
        }
        return exit.number();
    }

    /** What has no certificate yet is not rotated: generate-service-certs and bootstrap make it. */
    private List<CertificateNeed> there(Layout layout, List<Stack> stacks, List<CertificateNeed> known) {
        for (String service : services) {
            boolean needed = names(known).contains(service);
            if (needed && Files.exists(layout.serviceCertificate(service))) {
                continue;
            }
            if (needed
                    || stacks.stream().anyMatch(stack -> stack.service(service).isPresent())) {
                throw new UsageException(Finding.error(
                                FindingId.WRONG_USAGE,
                                "there is no certificate to rotate",
                                Remedy.aria("generate-service-certs", service))
                        .about(service));
            }
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "no service " + service + " has a certificate here"
                            + DidYouMean.among(service, List.copyOf(names(known)), ""));
        }
        return known.stream()
                .filter(need -> services.isEmpty() || services.contains(need.service()))
                .filter(need -> Files.exists(layout.serviceCertificate(need.service())))
                .toList();
    }

    private static Duration shortest(Layout layout, List<CertificateNeed> needs) {
        return needs.stream()
                .map(need -> layout.serviceCertificate(need.service()))
                .flatMap(file -> CertificateFile.read(file).first().stream())
                .map(leaf -> Certificates.validity(leaf).length())
                .min(Comparator.naturalOrder())
                .orElse(ProjectPlan.DEFAULT_VALIDITY);
    }

    private static Set<String> names(List<CertificateNeed> needs) {
        return needs.stream().map(CertificateNeed::service).collect(Collectors.toSet());
    }
}
