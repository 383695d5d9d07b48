package aria.cli;

import aria.apply.Watcher;

/** What a person sees while a large plan is applied: a bar for the certificates, then one for the files. */
final class ApplyProgress implements Watcher, AutoCloseable {
    private Progress bar;
    private boolean writing;

    ApplyProgress(Console console, int certificates) {
        this.bar = Progress.start(console, "certificates", certificates);
    }

    @Override
    public synchronized void issued(int done) {
        bar.stepTo(done);
    }

    @Override
    public synchronized void written(int done, int all) {
        if (!writing) {
            writing = true;
            bar = bar.next("files", all);
        }
        bar.stepTo(done);
    }

    @Override
    public synchronized void close() {
        bar.close();
    }
}
