package aria.cli;

import static aria.finding.Remedy.advice;

import aria.ca.Signer;
import aria.choices.Choices;
import aria.docker.ComposeFiles;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.operate.StackUp;
import aria.pki.path.LeafReview;
import aria.plan.CertificateNeed;
import aria.plan.ProjectPlan;
import aria.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The option for the signer of a stack that is created and started in one run: the CA's files, or the stack's
 * step-ca, which is then started first.
 */
public final class StartedCaOptions implements AutoCloseable {

    @Option(
            names = "--ca",
            paramLabel = "offline|jwk|acme",
            description =
                    "Who signs: offline (the CA's files, the default), or the step-ca of the stack, which --up starts first,"
                            + " by jwk (one-time token) or acme.")
    private IssuerOptions.Issuer asked;

    private IssuerOptions.Issuer kind = IssuerOptions.Issuer.OFFLINE;
    private IssuerOptions.Chosen chosen;

    /**
     * Settles who signs: the option, else the project's choices.
     *
     * @return this
     */
    public StartedCaOptions orBy(Choices choices) {
        kind = Optional.ofNullable(asked)
                .or(() -> choices.ca().signer().map(IssuerOptions.Issuer::of))
                .filter(signer -> signer != IssuerOptions.Issuer.AUTO)
                .orElse(IssuerOptions.Issuer.OFFLINE);
        return this;
    }

    /** Remembers who was asked to sign. */
    public void remember(RememberedChoices remembered) {
        IssuerOptions.remember(asked, IssuerOptions.Issuer.OFFLINE, remembered);
    }

    /** Whether the running CA is to sign. */
    public boolean running() {
        return kind == IssuerOptions.Issuer.JWK || kind == IssuerOptions.Issuer.ACME;
    }

    /** The plan as it can be done: ACME can't show a CA in a container all names. */
    public ProjectPlan possible(ProjectPlan plan) {
        return kind == IssuerOptions.Issuer.ACME ? plan.without(LeafReview.NOT_BY_ACME) : plan;
    }

    /**
     * The step-ca of a stack.
     *
     * @param stack   where it is, or is to be
     * @param service that runs it
     */
    public record Server(Stack stack, String service) {}

    /**
     * Checks that the CA that is to sign runs by then.
     *
     * @throws UsageException when a running CA is to sign, and nothing is started or there is no step-ca to start
     */
    public void requireCa(Optional<Server> server, boolean up) {
        if (!up && asked == kind && running()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--ca " + kind + " needs --up, which starts the step-ca that signs",
                    advice("add --up"),
                    Remedy.inOrder(
                            advice("start it"), Remedy.aria("generate-service-certs", "--ca", String.valueOf(kind))));
        }
        if (up && running() && server.isEmpty()) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--ca " + kind + ": the compose files have no step-ca that could sign",
                    advice("add --with-step-ca"),
                    advice("leave out --ca to sign with the CA's files"));
        }
    }

    /** Has the step-ca sign that runs already. */
    public Signer running(CommonOptions common, List<CertificateNeed> needs) {
        chosen = IssuerOptions.only(kind).choose(common, needs, false);
        common.console().message("Certificates are signed " + chosen.reason());
        return chosen.signer().orElseThrow();
    }

    /**
     * Starts the step-ca, and has it sign.
     *
     * @throws PartialFailureException when it does not come up
     */
    public Signer start(
            CommonOptions common, StackUp.Tools tools, Server server, List<CertificateNeed> needs, Duration limit) {
        ComposeFiles files = StackUp.composeFiles(server.stack().project().files());
        String service = server.service();
        common.console().message("Starting " + service + ", which signs the certificates");
        List<StackUp.Trouble> troubles = StackUp.up(
                        tools, common.layout(), server.stack(), files, List.of(service), limit, common.console()::quote)
                .stream()
                .filter(trouble -> trouble.finding()
                        .service()
                        .map(name -> name.startsWith(service))
                        .orElse(true))
                .toList();
        if (!troubles.isEmpty()) {
            StackUp.Trouble first = troubles.get(0);
            throw new PartialFailureException(
                    FindingId.PARTLY_DONE,
                    service + " did not start (" + first.finding().message()
                            + (first.lines().isEmpty() ? "" : ": " + String.join(" | ", first.lines()))
                            + "), so no certificate was issued",
                    advice("fix that and run again"),
                    advice("leave out --ca " + kind));
        }
        return running(common, needs);
    }

    /** Who signed, as the end of a sentence; empty when no running CA did. */
    public Optional<String> signedBy() {
        return Optional.ofNullable(chosen).map(IssuerOptions.Chosen::reason);
    }

    @Override
    public void close() {
        if (chosen != null) {
            chosen.close();
        }
    }
}
