package aria.pki;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;

/** Creates refusals of keys, certificates, PEM files and passwords that cannot be used. */
public final class PkiErrors {
    private PkiErrors() {}

    /** Returns a refusal of something that does not stand in one file. */
    public static RefusedException refused(String message, Remedy... remedies) {
        return new RefusedException(FindingId.PKI_REFUSED, message, remedies);
    }

    /** As {@link #refused(String, Remedy...)}, with what led to it. */
    public static RefusedException refused(String message, Throwable cause, Remedy... remedies) {
        return new RefusedException(Finding.error(FindingId.PKI_REFUSED, message, remedies), cause);
    }

    /** Returns a refusal of a file; {@code label} is what the user calls it. */
    public static RefusedException in(String label, String message, Remedy... remedies) {
        return in(label, message, null, remedies);
    }

    /** As {@link #in(String, String, Remedy...)}, with what led to it. */
    public static RefusedException in(String label, String message, Throwable cause, Remedy... remedies) {
        return new RefusedException(
                Finding.error(FindingId.PKI_REFUSED, message, remedies).at(Place.of(label)), cause);
    }
}
