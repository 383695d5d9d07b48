package aria.cli;

import aria.ca.init.RemoteCa;
import aria.ca.online.HttpLimits;
import aria.ca.online.RootByFingerprint;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.plan.ProjectPlan;
import aria.plan.ProjectPlanner;
import aria.store.Layout;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import picocli.CommandLine.Option;

/** {@code init-ca} for a machine that is to use a CA elsewhere. */
public final class RemoteCaOptions {

    @Option(
            names = "--ca-url",
            paramLabel = "URL",
            converter = CaUrlOption.Converter.class,
            description = "Make no CA: use the one that runs there. Goes with --fingerprint.")
    private URI url;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA-256",
            description = "With --ca-url: that of its root certificate, which came to you another way.")
    private String fingerprint;

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
                fingerprint = ca.fingerprint();
            });
        }
        if ((url == null) != (fingerprint == null)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--ca-url and --fingerprint go together: the fingerprint is what the CA is trusted by");
        }
        return url != null;
    }

    /**
     * Fetches the root, and keeps it and the address.
     *
     * @throws aria.finding.RefusedException when the root is another, or a CA is here already
     */
    public ExitCode run(CommonOptions common, WriteOptions write, Instant now) {
        Layout layout = common.layout();
        String digits = RootByFingerprint.normal(fingerprint)
                .orElseThrow(() -> new UsageException(
                        FindingId.WRONG_USAGE, "--fingerprint: write the 64 hexadecimal digits of a SHA-256"));
        X509Certificate root = RootByFingerprint.fetch(url, digits, HttpLimits.NORMAL);
        ProjectPlan plan =
                new ProjectPlanner(layout, now, ProjectPlan.DEFAULT_VALIDITY).joinCa(RemoteCa.files(layout, url, root));
        RunOutcome outcome = new PlanRun(common, write).run(plan, now);
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
                    "the CA at " + url + " is this project's: its root has the fingerprint, and its TLS comes from it");
            console.next(
                    Remedy.aria("generate-service-certs", "--ca", "jwk", "--provisioner-password-file", "FILE"),
                    Remedy.aria("generate-service-certs", "--ca", "acme"));
        } else if (plan.isEmpty()) {
            console.result(Mark.PASS, "the CA at " + url + " is this project's already, nothing changed");
        }
    }
}
