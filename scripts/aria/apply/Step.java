package aria.apply;

import java.nio.file.Path;

/** One thing a transaction does to one file, with the reason that the plan gives for it. */
public sealed interface Step permits Change, Link, Move, Remove {

    /** The file or folder it is done to. */
    Path path();

    /** Why, in a few words for people. */
    String reason();
}
