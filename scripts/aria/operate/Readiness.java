package aria.operate;

import aria.finding.Severity;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.check.Check;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Waits until the servers answer as they should, because a container without a health check counts as up long before
 * it answers.
 */
public final class Readiness {
    /** The check by which every listener lets the right client in. */
    public static final String RIGHT_CLIENT = "handshake.valid";
    /** The check by which it shows the certificate that was issued last. */
    public static final String SHOWN = "certs.served";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Readiness() {}

    /**
     * Waits until a check passes everywhere, or can't be made.
     *
     * @param check   its id, or a group of checks
     * @param failOn  the least severity that it must not have
     * @param subject reads what runs, anew at each call
     * @param limit   how long at most; zero to look once
     * @return what was seen last
     */
    public static Report await(String check, Severity failOn, Supplier<Subject> subject, Duration limit) {
        List<Check> checks = Verification.select(CheckCatalogue.all(), List.of(check));
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Report report = Verification.run(checks, subject.get());
            if (!report.failed(failOn) || System.nanoTime() > end || !paused()) {
                return report;
            }
        }
    }

    /** False when the thread was interrupted: then there is nothing to wait for any more. */
    private static boolean paused() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
