package aria.store;

import aria.store.AuditFiles.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the next entry of an audit log goes.
 *
 * @param last     the entry that it follows; empty for the first one
 * @param here     whether that one lies in the same file
 * @param previous what the next entry names as the hash before it
 * @param torn     whether the log's last line has no end
 * @param gap      the lines behind the last entry that are none: torn by a crash, or written by an older version
 */
record AuditTail(Optional<AuditEntry> last, boolean here, String previous, boolean torn, List<Line> gap) {

    static AuditTail of(Path log) {
        List<Line> lines = AuditFiles.lines(log);
        boolean torn = !lines.isEmpty() && !lines.get(lines.size() - 1).ended();
        Optional<AuditTail> tail = in(lines, true, torn);
        if (tail.isPresent()) {
            return tail.get();
        }
        List<Path> files = AuditFiles.all(log);
        return files.size() < 2
                ? new AuditTail(Optional.empty(), true, Digest.sha256(Line.joined(lines)), torn, List.of())
                : in(AuditFiles.lines(files.get(files.size() - 2)), false, torn)
                        .map(moved -> moved.followedBy(lines))
                        .orElseThrow();
    }

    private static Optional<AuditTail> in(List<Line> lines, boolean here, boolean torn) {
        for (int back = lines.size() - 1; back >= 0; back--) {
            Optional<AuditEntry> entry = AuditEntry.of(lines.get(back).bytes());
            if (entry.isPresent()) {
                return Optional.of(
                        new AuditTail(entry, here, entry.get().hash(), torn, lines.subList(back + 1, lines.size())));
            }
        }
        return Optional.empty();
    }

    private AuditTail followedBy(List<Line> lines) {
        List<Line> all = new ArrayList<>(gap);
        all.addAll(lines);
        return new AuditTail(last, here, previous, torn, all);
    }
}
