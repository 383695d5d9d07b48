package aria.apply;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.plan.CertificateTask;
import aria.store.FileWrite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The certificates that a CA did not issue, of many that were requested at once. Safe for use by several threads. */
final class IssueFailures {

    private final int asked;
    private final Map<String, RefusedException> refused = new TreeMap<>();
    private int silent;
    private UnavailableException silence;

    /** @param asked how many certificates there are to be */
    IssueFailures(int asked) {
        this.asked = asked;
    }

    /**
     * Issues one, unless the CA has fallen silent before: then nobody waits for it again.
     *
     * @return nothing when it was not issued
     */
    List<FileWrite> unlessOver(CertificateTask task, Supplier<List<FileWrite>> issue) {
        if (isOver()) {
            return List.of();
        }
        try {
            return issue.get();
        } catch (UnavailableException gone) {
            note(gone);
        } catch (RefusedException no) {
            note(task, no);
        }
        return List.of();
    }

    private synchronized boolean isOver() {
        silent += silence == null ? 0 : 1;
        return silence != null;
    }

    private synchronized void note(UnavailableException gone) {
        silent++;
        silence = silence == null ? gone : silence;
    }

    private synchronized void note(CertificateTask task, RefusedException no) {
        refused.put(task.need().service(), no);
    }

    /** @throws RuntimeException the reason, when not a single one was issued */
    synchronized void requireSome() {
        if (asked > 0 && silent + refused.size() == asked) {
            throw silence != null ? silence : refused.values().iterator().next();
        }
    }

    /**
     * Says what is missing, once the rest is written.
     *
     * @param applied the rest
     * @throws PartlyIssuedException when the CA fell silent, and another run does the rest; or when it refused some,
     *                               and another run would not help
     */
    synchronized void require(Applied applied) {
        int issued = asked - silent - refused.size();
        String written = issued + " of " + asked + " certificates are issued and written, each with its key; ";
        if (silence != null) {
            throw new PartlyIssuedException(
                    Finding.error(
                                    FindingId.PARTLY_DONE,
                                    written + silent + " are missing, and the next run issues them: "
                                            + silence.finding().message())
                            .also(silence.finding().remedies()),
                    silence,
                    applied);
        }
        if (!refused.isEmpty()) {
            RefusedException first = refused.values().iterator().next();
            throw new PartlyIssuedException(
                    Finding.error(
                                    FindingId.CA_REFUSED,
                                    written + "not " + String.join(", ", refused.keySet()) + ": "
                                            + FindingText.located(first.finding()))
                            .also(first.finding().remedies()),
                    first,
                    applied);
        }
    }
}
