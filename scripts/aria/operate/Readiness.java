package aria.operate;

import aria.finding.Severity;
import aria.verify.ApplicationClaim;
import aria.verify.ApplicationState;
import aria.verify.Report;
import aria.verify.Subject;
import aria.verify.check.Check;
import aria.verify.check.CheckCatalogue;
import aria.verify.check.Verification;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /** The check by which every application works as before. */
    public static final String APPLICATIONS = "application.works";

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
        return await(check, report -> !report.failed(failOn), subject, limit);
    }

    /**
     * Waits until the results of a check are good.
     *
     * @param check   its id, or a group of checks
     * @param good    judges them
     * @param subject reads what runs, anew at each call
     * @param limit   how long at most; zero to look once
     * @return what was seen last
     */
    public static Report await(String check, Predicate<Report> good, Supplier<Subject> subject, Duration limit) {
        List<Check> checks = Verification.select(CheckCatalogue.all(), List.of(check));
        boolean right = check.equals(RIGHT_CLIENT) || check.equals(SHOWN);
        return until(
                () -> {
                    Subject seen = subject.get();
                    return Verification.run(checks, right ? seen.withRightClientOnly(service -> true) : seen);
                },
                good,
                limit);
    }

    /**
     * Looks again and again until what is seen is good.
     *
     * @param limit how long at most; zero to look once
     * @return what was seen last
     */
    public static <T> T until(Supplier<T> look, Predicate<T> good, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T seen = look.get();
            if (good.test(seen) || System.nanoTime() > end || !paused()) {
                return seen;
            }
        }
    }

    /**
     * Waits until no application is broken that may still come to work.
     *
     * @param subject as above
     * @param limit   as above
     * @param waiting told once which these are, when there are any
     */
    public static void applications(
            Supplier<Subject> subject, Duration limit, Consumer<List<ApplicationClaim>> waiting) {
        long end = System.nanoTime() + limit.toNanos();
        List<ApplicationClaim> broken = broken(subject);
        if (!broken.isEmpty()) {
            waiting.accept(broken);
        }
        while (!broken.isEmpty() && System.nanoTime() < end && paused()) {
            broken = broken(subject);
        }
    }

    private static List<ApplicationClaim> broken(Supplier<Subject> subject) {
        return subject.get().applicationsFromOutside().stream()
                .filter(claim -> claim.state() == ApplicationState.BROKEN && !claim.lasting())
                .toList();
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
