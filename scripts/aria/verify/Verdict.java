package aria.verify;

import aria.verify.probe.Probe;
import aria.verify.probe.ProbeResult;
import aria.verify.probe.ProbeResult.ClientFate;
import aria.verify.probe.Target;
import aria.verify.probe.Via;
import java.util.Map;

/**
 * Judges the results of probes. A refusal counts only after the right client got in, because a server that is down
 * refuses everybody. Being served counts at once.
 */
final class Verdict {
    /** What each wrong client comes with, for messages. */
    private static final Map<Probe, String> CLIENT = Map.of(
            Probe.VALID, "the right client",
            Probe.NONE, "a client without a certificate",
            Probe.FOREIGN_CA, "a client of another CA",
            Probe.EXPIRED, "a client with an expired certificate",
            Probe.SERVER_ONLY, "a client with a certificate for servers only",
            Probe.WRONG_NAME, "a client that expects another name",
            Probe.PLAINTEXT, "a client without TLS",
            Probe.NOT_A_CALLER, "a service that is not a caller",
            Probe.REVOKED, "a caller with a revoked certificate");

    private Verdict() {}

    /**
     * @param seen  what this probe saw
     * @param right what the right client saw at the same listener
     */
    static Observation of(Probe probe, Target target, ProbeResult seen, ProbeResult right) {
        Observation finding = switch (probe) {
            case VALID -> ofRightClient(target, seen);
            case WRONG_NAME -> ofWrongName(target, seen, right);
            default -> ofWrongClient(probe, target, seen, right);
        };
        return finding.about(target.listener(), target.address().via());
    }

    private static Observation ofRightClient(Target target, ProbeResult seen) {
        if (target.listener().optional() && seen.mayBeNobody()) {
            return Observation.skip(
                    "nothing answers at " + target.address() + ", a port that not every such server opens");
        }
        return switch (seen.kind()) {
            case SERVED -> Observation.pass("the right client got in: " + seen.detail());
            case REFUSED -> Observation.fail("the right client was refused " + where(target) + ": " + seen.detail());
            case REFUSED_BY_CLIENT ->
                Observation.fail("the certificate served at " + target.address() + " is not valid for "
                        + target.listener().verifiedName() + ": " + seen.detail());
            case NOBODY_THERE -> Observation.fail(seen.detail());
            case UNDECIDED ->
                Observation.fail("the right client did not get in " + where(target) + ": " + seen.detail());
            case UNREACHABLE, NOT_TRIED -> Observation.skip(seen.detail());
        };
    }

    /** A test server that holds the files of a service is not the service. */
    private static String where(Target target) {
        return target.address().via() == Via.IN_PROCESS ? "by a test server with its files" : "at " + target.address();
    }

    private static Observation ofWrongName(Target target, ProbeResult seen, ProbeResult right) {
        if (seen.kind() == ClientFate.SERVED) {
            return Observation.fail("the certificate served at " + target.address() + " is also valid for "
                    + HandshakeMatrix.WRONG_NAME + ", which is not its name");
        }
        boolean refused = seen.kind() == ClientFate.REFUSED_BY_CLIENT || seen.kind() == ClientFate.REFUSED;
        return refused && right.kind() == ClientFate.SERVED
                ? Observation.pass("another name is refused")
                : undecided(Probe.WRONG_NAME, seen, right);
    }

    private static Observation ofWrongClient(Probe probe, Target target, ProbeResult seen, ProbeResult right) {
        if (seen.kind() == ClientFate.SERVED) {
            String served = CLIENT.get(probe) + " was served " + where(target) + ": " + seen.detail();
            boolean allowed = probe != Probe.PLAINTEXT
                    && probe != Probe.REVOKED
                    && !target.listener().clientCertificateRequired();
            return allowed ? Observation.warn("not required: " + served) : Observation.fail(served);
        }
        String refused =
                probe == Probe.REVOKED ? "refused by its list, tried with a certificate made for this: " : "refused: ";
        return seen.kind() == ClientFate.REFUSED && right.kind() == ClientFate.SERVED
                ? Observation.pass(refused + seen.detail())
                : undecided(probe, seen, right);
    }

    private static Observation undecided(Probe probe, ProbeResult seen, ProbeResult right) {
        if (right.kind() == ClientFate.NOT_TRIED
                && (seen.kind() != ClientFate.NOT_TRIED || seen.detail().equals(right.detail()))) {
            return Observation.skip("there was no right client to try");
        }
        String why = seen.kind() == ClientFate.NOT_TRIED || right.kind() == ClientFate.SERVED
                ? seen.detail()
                : "the right client did not get in, so a refusal of " + CLIENT.get(probe) + " proves nothing";
        return Observation.skip(why);
    }
}
