package aria.pki;

import static aria.finding.Remedy.advice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time between two instants, both included, in whole seconds as in certificates (RFC 5280, 4.1.2.5).
 *
 * @param notBefore first valid instant
 * @param notAfter  last valid instant, not before {@code notBefore}
 */
public record Validity(Instant notBefore, Instant notAfter) {

    /** How far certificates are backdated, so that a clock that runs a little behind accepts them at once. */
    public static final Duration BACKDATE = Duration.ofMinutes(1);

    /** @throws aria.finding.RefusedException when the end lies before the beginning */
    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (notAfter.isBefore(notBefore)) {
            throw PkiErrors.refused(
                    "a certificate cannot end (" + notAfter + ") before it begins (" + notBefore + ")",
                    advice("choose a longer validity"));
        }
    }

    /** From one minute before {@code now} until {@code lifetime} after it. */
    public static Validity startingAt(Instant now, Duration lifetime) {
        return new Validity(now.minus(BACKDATE), now.plus(lifetime));
    }

    /**
     * The part of this that lies within {@code outer}.
     *
     * @throws aria.finding.RefusedException when nothing of it does
     */
    public Validity within(Validity outer) {
        Instant from = notBefore.isBefore(outer.notBefore) ? outer.notBefore : notBefore;
        Instant to = notAfter.isAfter(outer.notAfter) ? outer.notAfter : notAfter;
        if (to.isBefore(from)) {
            throw PkiErrors.refused(
                    "the issuing certificate is valid from " + outer.notBefore + " to " + outer.notAfter
                            + ", the requested one from " + notBefore + " to " + notAfter,
                    advice("make a new CA"),
                    advice("check the clock"));
        }
        return new Validity(from, to);
    }

    /** From the first to the last valid instant. */
    public Duration length() {
        return Duration.between(notBefore, notAfter);
    }
}
