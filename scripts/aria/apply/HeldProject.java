package aria.apply;

import aria.store.AuditLog;
import aria.store.Layout;
import aria.store.ProjectLock;
import java.util.Objects;

/**
 * A project that a run writes to, since before it looked at the disk.
 *
 * @param layout  where everything lies
 * @param audit   gets an event for each transaction
 * @param lock    of this project; stays held
 * @param watcher told of the files that are written
 */
public record HeldProject(Layout layout, AuditLog audit, ProjectLock lock, Watcher watcher) {

    public HeldProject {
        Objects.requireNonNull(lock);
    }
}
