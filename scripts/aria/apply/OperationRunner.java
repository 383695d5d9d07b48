package aria.apply;

import aria.store.UnflushedFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs recorded operations in order; writes of many files run in parallel. */
final class OperationRunner {
    /** So many files are written side by side, by so many threads. */
    private static final int MANY = 200;

    private static final int WRITERS = 8;

    private final UnflushedFolders unflushed = new UnflushedFolders();
    private final AtomicInteger done = new AtomicInteger();
    private final int all;
    private final Watcher watcher;

    private OperationRunner(int all, Watcher watcher) {
        this.all = all;
        this.watcher = watcher;
    }

    /**
     * Does what is not done yet; it is on disk when this returns.
     *
     * @param watcher told of each operation
     * @return the files that somebody else changed meanwhile, which stay as they are
     */
    static List<Path> run(List<FileOperation> operations, Watcher watcher) {
        OperationRunner runner = new OperationRunner(operations.size(), watcher);
        List<Path> conflicts = new ArrayList<>();
        independent(operations).forEach(group -> conflicts.addAll(runner.run(group)));
        runner.unflushed.flush();
        return conflicts;
    }

    /**
     * The operations in their order, writes of files that stand beside each other as one group: none of them needs
     * another.
     */
    private static List<List<FileOperation>> independent(List<FileOperation> operations) {
        List<List<FileOperation>> groups = new ArrayList<>();
        FileOperation last = null;
        for (FileOperation operation : operations) {
            if (!(operation instanceof FileOperation.Write && last instanceof FileOperation.Write)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(operation);
            last = operation;
        }
        return groups;
    }

    /** Many writes run side by side, because most of the time they wait for the disk. */
    private List<Path> run(List<FileOperation> independent) {
        if (independent.size() < MANY) {
            return independent.stream().flatMap(each -> run(each).stream()).toList();
        }
        ForkJoinPool writers = new ForkJoinPool(WRITERS);
        try {
            return writers.submit(() -> independent.parallelStream()
                            .flatMap(each -> run(each).stream())
                            .toList())
                    .join();
        } finally {
            writers.shutdown();
        }
    }

    private Optional<Path> run(FileOperation operation) {
        FileOperation.State state = operation.state();
        if (state == FileOperation.State.TO_DO) {
            operation.run(unflushed);
        }
        watcher.written(done.incrementAndGet(), all);
        return state == FileOperation.State.CONFLICT ? Optional.of(operation.path()) : Optional.empty();
    }
}
