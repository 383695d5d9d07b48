package aria.ca.config;

import static aria.finding.Remedy.aria;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.MissingCaException;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.finding.UsageException;
import aria.store.Layout;

/** Creates the errors about a CA: its files, its options, and its responses over the network. */
public final class CaErrors {
    /** Replaces the CA by a new one. */
    public static final Remedy NEW_CA = aria("init-ca", "--force");

    private CaErrors() {}

    /** Returns a refusal of something that does not stand in one file. */
    public static RefusedException refused(String message, Remedy... remedies) {
        return refused(message, null, remedies);
    }

    /** As {@link #refused(String, Remedy...)}, with what led to it. */
    public static RefusedException refused(String message, Throwable cause, Remedy... remedies) {
        return new RefusedException(Finding.error(FindingId.CA_REFUSED, message, remedies), cause);
    }

    /** Returns a refusal of a file; {@code label} is what the user calls it. */
    public static RefusedException in(String label, String message, Remedy... remedies) {
        return in(label, message, null, remedies);
    }

    /** As {@link #in(String, String, Remedy...)}, with what led to it. */
    public static RefusedException in(String label, String message, Throwable cause, Remedy... remedies) {
        return new RefusedException(
                Finding.error(FindingId.CA_REFUSED, message, remedies).at(Place.of(label)), cause);
    }

    /** Returns a refusal of a value in a file. */
    public static RefusedException at(Place place, String message, Remedy... remedies) {
        return new RefusedException(
                Finding.error(FindingId.CA_REFUSED, message, remedies).at(place));
    }

    /** Returns the error about an option for a CA; the message begins with the option. */
    public static UsageException option(String message, Remedy... remedies) {
        return new UsageException(FindingId.OPTION_INVALID, message, remedies);
    }

    /** Returns the error about a CA that does not answer; {@code cause} is null when nothing was thrown before. */
    public static UnavailableException unreachable(String message, Throwable cause, Remedy... remedies) {
        return new UnavailableException(Finding.error(FindingId.CA_UNREACHABLE, message, remedies), cause);
    }

    /** Returns the error about a project without a CA; one command sets all of it up. */
    public static MissingCaException none(Layout layout) {
        return new MissingCaException(
                FindingId.NO_CA_YET,
                "there is no CA in " + layout.display(layout.configDir()) + " yet",
                aria("bootstrap"),
                aria("init-ca"));
    }
}
