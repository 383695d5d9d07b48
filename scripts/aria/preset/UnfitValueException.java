package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;

/** Thrown when the value of a variable would mean something else than a value where it is put. */
public final class UnfitValueException extends RefusedException {
    private final String name;

    UnfitValueException(String name, String type) {
        super(
                FindingId.VALUE_UNFIT,
                name + " is not a single " + type + ", so it cannot be put into a configuration",
                Remedy.advice("use only letters, digits, '.', '_' and '-'"));
        this.name = name;
    }

    /** Returns the variable's name. */
    public String variable() {
        return name;
    }
}
