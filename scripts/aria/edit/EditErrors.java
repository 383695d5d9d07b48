package aria.edit;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;

/** Creates refusals of files that cannot be edited; the file is not changed. */
public final class EditErrors {
    private EditErrors() {}

    /**
     * Returns a refusal at a place.
     *
     * @param file     the file as the user would name it
     * @param position {@link Position#NONE} for the whole file
     * @param message  what is wrong, one line, without the place and the remedy
     */
    public static RefusedException at(
            FindingId id, String file, Position position, String message, Remedy... remedies) {
        Place place = new Place(file, position.line(), position.column());
        return new RefusedException(Finding.error(id, message, remedies).at(place));
    }

    /** As {@link #at}, about the whole file. */
    public static RefusedException file(FindingId id, String file, String message, Remedy... remedies) {
        return at(id, file, Position.NONE, message, remedies);
    }

    /** As {@link #file(FindingId, String, String, Remedy...)}, with what led to it. */
    public static RefusedException file(
            FindingId id, String file, String message, Throwable cause, Remedy... remedies) {
        return new RefusedException(file(id, file, message, remedies).finding(), cause);
    }
}
