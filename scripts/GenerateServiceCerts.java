///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION Issues a certificate for every service of the stack, with the names it is really called by.

import aria.cli.CommonOptions;
import aria.cli.ComposeOptions;
import aria.cli.Console;
import aria.cli.Durations;
import aria.cli.IssuedCertificate;
import aria.cli.IssuerOptions;
import aria.cli.Launcher;
import aria.cli.Mark;
import aria.cli.PlanRun;
import aria.cli.ProjectChoices;
import aria.cli.Recover;
import aria.cli.RememberedChoices;
import aria.cli.RunOutcome;
import aria.cli.SelectionOptions;
import aria.cli.UnknownCa;
import aria.cli.WriteOptions;
import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.UsageException;
import aria.operate.CurrentUser;
import aria.pki.CryptoWarmUp;
import aria.pki.path.RenewBefore;
import aria.plan.CertificateNeed;
import aria.plan.CertificateNeeds;
import aria.plan.DefaultServices;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.stack.Selection;
import aria.store.Layout;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "generate-service-certs",
        sortOptions = false,
        description = "Issues certificates for services and keeps those that are still valid.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  generate-service-certs                          for every service of the compose files here",
            "  generate-service-certs keycloak                 for one of them",
            "  generate-service-certs --san api=api.example.org  with one more name for api",
            "  generate-service-certs --ca jwk                 only by the running CA",
            "  generate-service-certs web --ca acme --http-port 8088   by the running CA and ACME",
            "  generate-service-certs --force --validity 90d   all of them again, for 90 days"
        })
class GenerateServiceCerts implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Mixin
    ComposeOptions compose;

    @Mixin
    IssuerOptions issuer;

    @Mixin
    WriteOptions write;

    @Parameters(
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "Services (default: those of the compose files, else the ARIA platform's eight).")
    List<String> services = new ArrayList<>();

    @Option(names = "--san", paramLabel = "SERVICE=NAME", description = "One more name for a service's certificate.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--validity",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Lifetime, within the CA's claims (default: that of the certificate before, else 1y).")
    Duration validity;

    @Option(
            names = "--force",
            description = "Issue all certificates again, even those that are still valid; keys are kept.")
    boolean force;

    @Option(names = "--rekey", description = "Like --force, with new keys.")
    boolean rekey;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new GenerateServiceCerts(), arguments));
    }

    @Override
    public Integer call() {
        Layout layout = common.layout(compose, List.of());
        Console console = common.console();
        Recover.first(layout, console, write.showsOnly());
        if (!write.showsOnly()) {
            CryptoWarmUp.begin();
        }
        Instant now = Instant.now();
        ProjectChoices choices = new ProjectChoices(common.choices(), Selection.EVERYTHING, Optional.empty());
        List<CertificateNeed> needs = needs(layout, choices);
        try (IssuerOptions.Chosen chosen = issuer.choose(common, needs, write.showsOnly())) {
            boolean files = chosen.signer().isEmpty() || Files.exists(layout.intermediateKey());
            Optional<String> person =
                    services.isEmpty() && files ? Optional.of(CurrentUser.atTheKeyboard()) : Optional.empty();
            ProjectPlan due = new ProjectPlanner(layout, now, choices.validity(validity))
                    .certificates(needs, force || rekey, RenewBefore.A_THIRD, person, chosen.signer())
                    .without(chosen.without());
            ProjectPlan plan = UnknownCa.named(
                    remembered().with(common.guarded(rekey ? due.rekeyed() : due, compose.stacks(layout))),
                    common.choices().choices());
            if (!plan.certificates().isEmpty()) {
                chosen.tell(console);
            }
            RunOutcome outcome = new PlanRun(common, write).run(plan, chosen.signer(), now);
            report(needs, plan, chosen, outcome, layout, console);
            return outcome.exit().number();
        }
    }

    private RememberedChoices remembered() {
        RememberedChoices remembered = common.remembered(common.choices(), compose, write.once());
        remembered.names(SelectionOptions.byService(names));
        remembered.validity(validity);
        issuer.remember(remembered);
        return remembered;
    }

    private List<CertificateNeed> needs(Layout layout, ProjectChoices choices) {
        Map<String, List<String>> more = SelectionOptions.byService(names);
        services.forEach(service -> {
            SelectionOptions.requireName(service, service);
            layout.serviceFolder(service);
        });
        var stacks = compose.stacks(layout);
        List<CertificateNeed> known = stacks.isEmpty()
                ? choices.needs(DefaultServices.needs())
                : services.isEmpty()
                        ? CertificateNeeds.askedFor(stacks, choices.options(layout))
                        : CertificateNeeds.ofAll(stacks);
        if (stacks.isEmpty() && services.isEmpty()) {
            common.console().message(DefaultServices.NOTICE);
        }
        List<CertificateNeed> wanted = services.isEmpty()
                ? known
                : services.stream().map(service -> named(service, known)).toList();
        for (String service : stacks.isEmpty() ? List.<String>of() : services) {
            if (known.stream().noneMatch(need -> need.service().equals(service))) {
                common.console()
                        .warning(service
                                + ": the compose files have no such service, so the certificate contains only this name and localhost"
                                + DidYouMean.among(
                                        service,
                                        known.stream()
                                                .map(CertificateNeed::service)
                                                .toList(),
                                        ""));
            }
        }
        for (String service : more.keySet()) {
            if (wanted.stream().noneMatch(need -> need.service().equals(service))) {
                throw new UsageException(
                        FindingId.WRONG_USAGE,
                        "--san " + service + ": no certificate is requested for a service with this name");
            }
        }
        return wanted.stream()
                .map(need -> need.with(more.getOrDefault(need.service(), List.of())))
                .toList();
    }

    private static CertificateNeed named(String service, List<CertificateNeed> known) {
        return known.stream()
                .filter(need -> need.service().equals(service))
                .findFirst()
                .orElseGet(() -> DefaultServices.named(service, List.of()));
    }

    /**
     * The JSON answer. {@code written} is false when the certificates were only shown; {@code ca} and {@code why}
     * tell who signs.
     */
    private record IssueResult(List<IssuedCertificate> issued, int kept, boolean written, String ca, String why) {}

    private void report(
            List<CertificateNeed> needs,
            ProjectPlan plan,
            IssuerOptions.Chosen chosen,
            RunOutcome outcome,
            Layout layout,
            Console console) {
        int issued =
                outcome.applied().files().isEmpty() ? 0 : plan.certificates().size();
        if (common.json()) {
            console.answer(
                    "generate-service-certs",
                    outcome.exit(),
                    new IssueResult(
                            IssuedCertificate.of(plan),
                            needs.size() - plan.certificates().size(),
                            issued > 0,
                            chosen.kind().toString(),
                            chosen.reason()),
                    PlanRun.problems(plan));
        } else if (!write.showsOnly() || plan.isEmpty()) {
            console.result(
                    Mark.PASS,
                    issued + " issued, " + (needs.size() - plan.certificates().size()) + " kept, in "
                            + layout.display(layout.certsDir()));
        }
    }
}
