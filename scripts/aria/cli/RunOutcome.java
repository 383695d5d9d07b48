package aria.cli;

import aria.apply.Applied;

/**
 * The outcome of a plan or of an undo.
 *
 * @param exit    how the command ends as far as this goes
 * @param applied what was written; nothing when it was only shown
 */
public record RunOutcome(ExitCode exit, Applied applied) {}
