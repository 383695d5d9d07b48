package aria.cli;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.OwnRoots;
import aria.ca.init.FoundCa;
import aria.ca.init.RemoteCa;
import aria.ca.online.HttpLimits;
import aria.ca.online.RootByFingerprint;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.Certificates;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.store.Layout;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code init-ca} for a CA that runs elsewhere. */
public final class RemoteCaOptions {

    @Option(
            names = "--ca-url",
            paramLabel = "URL",
            converter = CaUrlOption.Converter.class,
            description = "Use the CA that runs at this URL instead of making one. Needs --fingerprint.")
    private URI url;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA-256",
            description =
                    "SHA-256 fingerprint of the root certificate, from a source you trust: of the CA at --ca-url; without it,"
                            + " of the CA that is here, which you accept as yours on this machine.")
    private String fingerprint;

    /** Of the choices; empty when the options name a CA. */
    private List<String> chosen = List.of();

    /**
     * Whether a CA elsewhere is asked for, by these options or by the project's choices.
     *
     * @param otherwise whether something else is asked for, which counts before the choices
     * @throws UsageException when only half of it is written
     */
    public boolean given(CommonOptions common, boolean otherwise) {
        if (url == null && fingerprint == null && !otherwise) {
            ChosenCa.of(common).ifPresent(ca -> {
                url = ca.url();
                fingerprint = ca.fingerprints().get(0);
                chosen = ca.fingerprints();
            });
        }
        if ((url == null) != (fingerprint == null)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--ca-url and --fingerprint must be used together: the fingerprint makes the CA trusted");
        }
        return url != null;
    }

    /** Whether the CA that is here is to be accepted. */
    public boolean accepts(Layout layout) {
        return url == null
                && fingerprint != null
                && (Files.exists(layout.rootCertificate()) || FoundCa.in(layout).isPresent());
    }

    /**
     * Accepts the CA that is here as this user's, also one that the next plan adopts.
     *
     * @throws RefusedException when its root has another fingerprint
     */
    public ExitCode accept(CommonOptions common, WriteOptions write) {
        Layout layout = common.layout();
        Optional<FoundCa> found = FoundCa.in(layout);
        List<String> roots = found
                .map(FoundCa::root)
                .map(List::of)
                .orElseGet(() -> CaInfo.of(layout).roots())
                .stream()
                .map(Certificates::fingerprintSha256)
                .toList();
        String digits = digits();
        if (!roots.contains(digits)) {
            throw new RefusedException(Finding.error(
                            FindingId.CA_REFUSED,
                            "the root here has another SHA-256: " + String.join(", ", roots),
                            advice("if you expected the other one, make a new CA with init-ca --force"))
                    .at(Place.of(layout.display(found.map(FoundCa::file).orElse(layout.rootCertificate())))));
        }
        if (!write.showsOnly()) {
            OwnRoots.keep(digits);
        }
        if (common.json()) {
            common.console().answer("init-ca", ExitCode.OK, new CaFilesResult("present", List.of()), List.of());
        } else {
            common.console()
                    .result(
                            Mark.PASS,
                            "the CA in " + layout.display(layout.configDir()) + " has this root"
                                    + (OwnRoots.has(digits) ? ", and counts as yours on this machine" : ""));
        }
        return ExitCode.OK;
    }

    private String digits() {
        return digits(fingerprint);
    }

    private static String digits(String fingerprint) {
        return RootByFingerprint.normal(fingerprint)
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE, "--fingerprint: use the 64 hexadecimal digits of a SHA-256"));
    }

    /**
     * Fetches the root, or both while one follows the other, and keeps them and the address.
     *
     * @param compose the stack whose containers get none of the files
     * @throws aria.finding.RefusedException when the root is another, or a CA is here already
     */
    public ExitCode run(CommonOptions common, ComposeOptions compose, WriteOptions write, Instant now) {
        Layout layout = common.layout();
        List<String> digits = (chosen.isEmpty() ? List.of(fingerprint) : chosen)
                .stream().map(RemoteCaOptions::digits).toList();
        List<X509Certificate> roots = RootByFingerprint.fetch(url, digits, HttpLimits.NORMAL);
        ProjectPlan joined =
                new ProjectPlanner(layout, now, Optional.empty()).joinCa(RemoteCa.files(layout, url, roots));
        ProjectPlan plan = common.remembered(common.choices(), compose, write.once())
                .with(common.guarded(joined, compose.stacks(layout)));
        RunOutcome outcome = new PlanRun(common, write).run(plan, now);
        if (!write.showsOnly()) {
            CaConsent.typed(layout, url);
            digits.forEach(OwnRoots::keep);
        }
        report(common, plan, outcome);
        return outcome.exit();
    }

    private void report(CommonOptions common, ProjectPlan plan, RunOutcome outcome) {
        Console console = common.console();
        boolean made = !outcome.applied().files().isEmpty();
        if (common.json()) {
            String state = made ? "joined" : plan.isEmpty() ? "present" : "planned";
            console.answer(
                    "init-ca",
                    outcome.exit(),
                    CaFilesResult.of(state, outcome, common.layout()),
                    PlanRun.problems(plan));
        } else if (made) {
            console.result(
                    Mark.PASS,
                    "the CA at " + url
                            + " now belongs to this project: its root has the fingerprint, and its TLS certificate chains to that root");
            console.next(
                    Remedy.aria("generate-service-certs", "--ca", "jwk", "--provisioner-password-file", "FILE"),
                    Remedy.aria("generate-service-certs", "--ca", "acme"));
        } else if (plan.isEmpty()) {
            console.result(Mark.PASS, "the CA at " + url + " already belongs to this project, nothing changed");
        }
    }
}
