package aria.edit;

import java.util.Collection;
import java.util.stream.Stream;

/** Parallel work on the many independent parts of a large file. */
public final class ParallelStreams {
    /** Fewer are done before other threads have begun. */
    private static final int ENOUGH = 1000;

    private ParallelStreams() {}

    /**
     * The things, spread over the processors when they are many; results keep their order. What is done with them
     * must not share anything.
     */
    public static <T> Stream<T> of(Collection<T> things) {
        return things.size() < ENOUGH ? things.stream() : things.parallelStream();
    }
}
