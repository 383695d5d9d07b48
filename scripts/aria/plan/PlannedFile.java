package aria.plan;

import aria.store.FileWrite;

/**
 * A file to be written whole.
 *
 * @param write  where and what
 * @param reason why, in a few words for people
 */
public record PlannedFile(FileWrite write, String reason) {}
