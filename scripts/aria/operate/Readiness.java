package aria.operate;

import aria.verify.Check;
import aria.verify.CheckCatalogue;
import aria.verify.Report;
import aria.verify.Status;
import aria.verify.Subject;
import aria.verify.Verification;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Waits until servers let the right client in: a container without a health check counts as up long before it answers. */
public final class Readiness {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final List<String> RIGHT_CLIENT = List.of("handshake.valid");

    private Readiness() {}

    /**
     * Waits.
     *
     * @param subject reads what runs, anew at each call
     * @param limit   how long at most
     * @return true when every listener answered the right client in time
     */
    public static boolean await(Supplier<Subject> subject, Duration limit) {
        List<Check> checks = Verification.select(CheckCatalogue.all(), RIGHT_CLIENT);
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Report report = Verification.run(checks, subject.get());
            if (report.results().stream().noneMatch(result -> result.status() == Status.FAIL)) {
                return true;
            }
            if (System.nanoTime() > end || !paused()) {
                return false;
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
