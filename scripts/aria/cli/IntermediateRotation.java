package aria.cli;

import aria.ca.init.IntermediateRenewal;
import aria.ca.rotation.CaRotation;
import aria.cli.pkicert.OtherCertificates;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.Severity;
import aria.plan.ProjectPlanner;
import aria.store.Layout;
import aria.verify.Lifetime;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The part of rotate-certs that renews the intermediate, which needs the root's key. */
public final class IntermediateRotation {
    @Option(
            names = "--root-key",
            paramLabel = "FILE",
            description =
                    "The root's key, to renew the intermediate when it is due (default: config/root-ca/root_ca_key).")
    private Path rootKey;

    @Option(
            names = "--root-key-password-file",
            paramLabel = "FILE",
            description = "File with its password (default: root_ca_password.txt beside it).")
    private Path password;

    /**
     * Renews it when it is due, and no other is to follow it. A step-ca that runs here reads the new certificate.
     *
     * @return the intermediate when it was renewed, or would be; an error when it is so late that this is an alarm
     * @throws RefusedException when it has expired and cannot be renewed: then nothing can be issued
     */
    public OtherCertificates.Outcome run(CommonOptions common, WriteOptions write, Instant now) {
        Layout layout = common.layout();
        Optional<Lifetime> due = Lifetime.ofIntermediate(
                        layout, common.choices().choices().warnBefore())
                .filter(lifetime -> Files.exists(layout.intermediateKey()))
                .filter(lifetime -> !now.isBefore(lifetime.due()))
                .filter(lifetime -> !lifetime.endsWithRoot(layout))
                .filter(unused -> CaRotation.of(layout).isEmpty());
        return due.map(lifetime -> attempt(common, write, lifetime, now)).orElse(OtherCertificates.Outcome.NOTHING);
    }

    private OtherCertificates.Outcome attempt(
            CommonOptions common, WriteOptions write, Lifetime lifetime, Instant now) {
        Layout layout = common.layout();
        Path key = Optional.ofNullable(rootKey).map(common::named).orElse(layout.rootKey());
        Path opens = Optional.ofNullable(password)
                .map(common::named)
                .orElse(key.resolveSibling(layout.rootKeyPassword().getFileName()));
        try {
            if (rootKey == null && !Files.exists(key)) {
                throw new RefusedException(Finding.error(
                        FindingId.CA_REFUSED,
                        "the root's key is not in " + layout.display(layout.rootKeyFolder()),
                        Remedy.aria("rotate-certs", "--root-key", "FILE")));
            }
            new PlanRun(common, write)
                    .run(
                            new ProjectPlanner(layout, now, Optional.empty())
                                    .ca(new IntermediateRenewal(layout, key, opens).plan(now)),
                            now);
            return new OtherCertificates.Outcome(List.of(lifetime.file()), List.of());
        } catch (RefusedException refused) {
            return left(lifetime, now, refused.finding(), refused);
        } catch (UncheckedIOException unreadable) {
            Finding why = Finding.error(FindingId.CA_REFUSED, unreadable.getMessage());
            return left(lifetime, now, why, new RefusedException(why, unreadable));
        }
    }

    private static OtherCertificates.Outcome left(Lifetime lifetime, Instant now, Finding why, AriaException refused) {
        Finding left = Finding.of(
                        FindingId.NOT_RENEWED,
                        now.isBefore(lifetime.alarm()) ? Severity.WARNING : Severity.ERROR,
                        lifetime.file() + " expires on " + lifetime.until() + ", and was not renewed: " + why.message())
                .also(why.remedies());
        if (!now.isBefore(lifetime.until())) {
            throw new RefusedException(left, refused);
        }
        return new OtherCertificates.Outcome(List.of(), List.of(left));
    }
}
