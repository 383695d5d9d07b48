package aria.apply;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.PartialFailureException;
import aria.store.AuditEvent;
import aria.store.AuditLog;
import aria.store.Layout;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The end of a transaction whose record is complete: its operations, an event in the audit log, and no more record.
 *
 * @param layout  where everything lies
 * @param event   what it is called in the audit log
 * @param files   those that the event names
 * @param watcher told of each operation
 */
record Completion(Layout layout, String event, List<Path> files, Watcher watcher) {

    /**
     * Does what is not done yet.
     *
     * @throws PartialFailureException when the disk refuses, or somebody else changed a file in this moment
     */
    void run(Staging staging, List<FileOperation> operations, AuditLog audit) {
        List<Path> conflicts;
        try {
            conflicts = OperationRunner.run(operations, watcher);
            audit.append(List.of(event(staging, conflicts)));
            staging.delete(layout);
        } catch (UncheckedIOException e) {
            throw new PartialFailureException(
                    Finding.error(
                            FindingId.PARTLY_DONE,
                            e.getMessage(),
                            advice("run this again, which finishes what this run began")),
                    e);
        }
        if (!conflicts.isEmpty()) {
            throw new PartialFailureException(
                    FindingId.PARTLY_DONE,
                    show(conflicts)
                            + " changed while the files were being written and stays as it is; everything else is done",
                    advice("run again"));
        }
    }

    private AuditEvent event(Staging staging, List<Path> conflicts) {
        return new AuditEvent(
                event,
                List.of(),
                List.of(),
                files.stream().map(layout::display).toList(),
                conflicts.isEmpty() ? AuditEvent.DONE : "changed by others, and left: " + show(conflicts),
                Map.of("id", staging.id()));
    }

    private String show(List<Path> paths) {
        return paths.stream().map(layout::display).collect(Collectors.joining(", "));
    }
}
