package aria.cli.pkicert;

import aria.finding.DidYouMean;
import aria.finding.FindingId;
import aria.finding.UsageException;
import java.security.cert.CRLReason;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option for the reason of a revocation, in the words of RFC 5280, 5.3.1. */
final class ReasonOption {
    private static final Map<String, CRLReason> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put("unspecified", CRLReason.UNSPECIFIED);
        REASONS.put("keyCompromise", CRLReason.KEY_COMPROMISE);
        REASONS.put("affiliationChanged", CRLReason.AFFILIATION_CHANGED);
        REASONS.put("superseded", CRLReason.SUPERSEDED);
        REASONS.put("cessationOfOperation", CRLReason.CESSATION_OF_OPERATION);
    }

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "unspecified",
            completionCandidates = Words.class,
            description =
                    "unspecified, keyCompromise, affiliationChanged, superseded or cessationOfOperation (default: ${DEFAULT-VALUE}).")
    private String reason;

    /** @throws UsageException for another word */
    CRLReason value() {
        if (!REASONS.containsKey(reason)) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    "--reason " + reason
                            + DidYouMean.among(
                                    reason, REASONS.keySet(), ": use one of " + String.join(", ", REASONS.keySet())));
        }
        return REASONS.get(reason);
    }

    /** The reasons, for the shell's completion. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return REASONS.keySet().iterator();
        }
    }
}
