package aria.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of an audit log that follow one that was acknowledged. Their signatures are not looked at: the receiver
 * gets the lines as they are.
 *
 * @param entries in their order; none when there is a problem
 * @param problem why the log does not lead on from that entry
 */
public record AuditPending(List<AuditEntry> entries, Optional<String> problem) {

    /**
     * Reads a log, with what it was moved to as far as that is needed.
     *
     * @param acknowledged the last entry that was acknowledged; empty for none
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public static AuditPending of(Path log, Optional<AuditHead> acknowledged) {
        long last = acknowledged.map(AuditHead::sequence).orElse(0L);
        List<Path> files = AuditFiles.all(log);
        List<AuditEntry> entries = new ArrayList<>();
        for (int at = files.size() - 1;
                at >= 0 && (entries.isEmpty() || entries.get(0).sequence() > last);
                at--) {
            List<AuditEntry> earlier = AuditFiles.lines(files.get(at)).stream()
                    .flatMap(line -> AuditEntry.of(line.bytes()).stream())
                    .toList();
            entries.addAll(0, earlier);
        }
        Optional<String> problem = acknowledged.flatMap(head -> problem(entries, head));
        return new AuditPending(
                problem.isPresent()
                        ? List.of()
                        : entries.stream()
                                .filter(entry -> entry.sequence() > last)
                                .toList(),
                problem);
    }

    /** Files of older entries may have been taken away; then the first entry that is left has nothing to compare. */
    private static Optional<String> problem(List<AuditEntry> entries, AuditHead head) {
        if (entries.isEmpty() || entries.get(entries.size() - 1).sequence() < head.sequence()) {
            return Optional.of("entry " + head.sequence() + " was there, and the log ends before it");
        }
        AuditEntry first = entries.get(0);
        boolean same = first.sequence() > head.sequence() + 1
                || first.sequence() == head.sequence() + 1 && first.previous().equals(head.hash())
                || entries.stream()
                        .anyMatch(entry -> entry.sequence() == head.sequence()
                                && entry.hash().equals(head.hash()));
        return same ? Optional.empty() : Optional.of("entry " + head.sequence() + " is not the one that was there");
    }
}
