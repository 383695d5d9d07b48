package aria.cli;

import aria.compose.ProjectFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;

/**
 * Processes many projects in batches. All processors work on a batch while the one before is in use. Results come in
 * the order of the projects. Closing it ends the threads.
 *
 * @param <T> what is made of a project
 */
final class Batches<T> implements Iterator<List<T>>, AutoCloseable {
    /** How many are in memory at a time, and how much text. */
    private static final int MOST = 250;

    private static final long MOST_BYTES = 1 << 22;

    private final ForkJoinPool threads = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    private final Iterator<List<ProjectFiles>> rest;
    private final Function<ProjectFiles, T> work;
    private ForkJoinTask<List<T>> ahead;

    /** @param work on one project; must throw nothing */
    Batches(List<ProjectFiles> projects, Function<ProjectFiles, T> work) {
        this.rest = cut(projects).iterator();
        this.work = work;
        start();
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public List<T> next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        List<T> batch = ahead.join();
        start();
        return batch;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void start() {
        if (!rest.hasNext()) {
            ahead = null;
            return;
        }
        List<ProjectFiles> batch = rest.next();
        ahead = threads.submit(() -> batch.parallelStream().map(work).toList());
    }

    private static List<List<ProjectFiles>> cut(List<ProjectFiles> projects) {
        List<List<ProjectFiles>> batches = new ArrayList<>();
        List<ProjectFiles> batch = new ArrayList<>();
        long bytes = 0;
        for (ProjectFiles project : projects) {
            if (batch.size() == MOST || bytes > MOST_BYTES) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(project);
            bytes += project.files().stream().mapToLong(Batches::size).sum();
        }
        batches.add(batch);
        return batches;
    }

    /** Of a file that is not there: nothing, whoever reads it will say so. */
    private static long size(Path file) {
        return file.toFile().length();
    }
}
