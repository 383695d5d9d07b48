package aria.apply;

import aria.edit.EditRefused;

/** A file is not what the plan saw; nothing was written. */
public final class ChangedSincePlan extends EditRefused {
    private static final long serialVersionUID = 1;

    /**
     * @param file    the file as the user would name it
     * @param message what is different and what to do, without the file's name
     */
    public ChangedSincePlan(String file, String message) {
        super("changed-since-plan", file, 0, 0, message);
    }
}
