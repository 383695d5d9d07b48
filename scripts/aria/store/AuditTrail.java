package aria.store;

import aria.finding.Place;
import aria.store.AuditFiles.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * An audit log as it was read and judged. What is intact was not changed since by anybody without the keys that signed
 * it. Entries taken from its end are missed only by whoever knows a later {@link AuditHead}.
 *
 * @param entries of the chain, in its order
 * @param keys    ids of the keys that signed, with the number of entries; the empty id for those without a signature
 * @param notes   what is worth knowing and breaks nothing
 * @param broken  the first place where the chain does not hold; empty when it does
 */
public record AuditTrail(
        List<AuditEntry> entries, Map<String, Integer> keys, List<String> notes, Optional<Break> broken) {

    /**
     * The place where a chain breaks.
     *
     * @param place   file and line
     * @param message what does not hold there
     */
    public record Break(Place place, String message) {}

    /** Reads the log of a project, with what it was moved to. */
    public static AuditTrail of(Path log) {
        return new Reader().read(AuditFiles.all(log));
    }

    /** The end of the chain; empty when there are no entries. */
    public Optional<AuditHead> head() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1)).map(last -> new AuditHead(last.sequence(), last.hash()));
    }

    /** Why the chain does not lead from an older head; empty when it does. */
    public Optional<String> without(AuditHead older) {
        Optional<AuditEntry> entry = entries.stream()
                .filter(each -> each.sequence() == older.sequence())
                .findFirst();
        if (entry.isEmpty()) {
            return Optional.of(
                    head().filter(head -> head.sequence() > older.sequence()).isPresent()
                            ? "entry " + older.sequence() + " is not in these files"
                            : "entry " + older.sequence() + " was there, and the log ends before it");
        }
        return entry.get().hash().startsWith(older.hash())
                ? Optional.empty()
                : Optional.of("entry " + older.sequence() + " is not the one that was there");
    }

    /** Reads line by line, until the chain breaks. */
    private static final class Reader {
        private final List<AuditEntry> entries = new ArrayList<>();
        private final List<Line> places = new ArrayList<>();
        private final Map<String, byte[]> known = new HashMap<>();
        private final List<String> notes = new ArrayList<>();
        /** The lines since the last entry. */
        private List<Line> others = new ArrayList<>();

        private Optional<Break> broken = Optional.empty();

        AuditTrail read(List<Path> files) {
            for (Path file : files) {
                for (Line line : AuditFiles.lines(file)) {
                    if (broken.isEmpty()) {
                        AuditEntry.of(line.bytes()).ifPresentOrElse(entry -> add(line, entry), () -> others.add(line));
                    }
                }
            }
            end();
            forged().ifPresent(at -> broken = Optional.of(broken(
                    places.get(at), "entry " + entries.get(at).sequence() + " was not signed by the key it names")));
            Map<String, Integer> keys = new LinkedHashMap<>();
            entries.forEach(entry -> keys.merge(entry.text(AuditEntry.KEY), 1, Integer::sum));
            return new AuditTrail(List.copyOf(entries), keys, List.copyOf(notes), broken);
        }

        private void add(Line line, AuditEntry entry) {
            Optional<String> problem = entries.isEmpty() ? first(entry) : next(entry);
            if (problem.isPresent()) {
                broken = Optional.of(broken(others.isEmpty() ? line : others.get(0), problem.get()));
                return;
            }
            if (unsigned(entry)) {
                broken = Optional.of(
                        broken(line, "entry " + entry.sequence() + " is not signed, but others before it are"));
                return;
            }
            entry.publicKey().ifPresent(spki -> known.put(entry.text(AuditEntry.KEY), spki));
            others = new ArrayList<>();
            entries.add(entry);
            places.add(line);
        }

        private boolean unsigned(AuditEntry entry) {
            return entry.text(AuditEntry.KEY).isEmpty() && !known.isEmpty();
        }

        private Optional<String> first(AuditEntry entry) {
            if (entry.sequence() > 1) {
                notes.add("entries 1 to " + (entry.sequence() - 1) + " are not in these files");
                return Optional.empty();
            }
            if (!others.isEmpty()) {
                notes.add(others.size() + " lines of a version without a chain stand above entry 1");
            }
            return entry.previous().equals(Digest.sha256(Line.joined(others)))
                    ? Optional.empty()
                    : Optional.of("the lines above entry 1 are not those that were there when it was written");
        }

        private Optional<String> next(AuditEntry entry) {
            AuditEntry last = entries.get(entries.size() - 1);
            String gap = others.isEmpty() ? "" : Digest.sha256(Line.joined(others));
            if (!entry.text(AuditEntry.GAP).equals(gap)) {
                return Optional.of(
                        others.isEmpty()
                                ? "the lines that entry " + entry.sequence() + " tells of are not there"
                                : "this is not an entry of the log, and no entry tells of it");
            }
            if (entry.sequence() != last.sequence() + 1) {
                return Optional.of("entry " + entry.sequence() + " follows entry " + last.sequence());
            }
            if (!entry.previous().equals(last.hash())) {
                return Optional.of("entry " + last.sequence() + " is not the one that entry " + entry.sequence()
                        + " was written after");
            }
            if (!others.isEmpty()) {
                notes.add(others.size() + " lines before entry " + entry.sequence()
                        + " are not entries, as it says: torn by a crash, or of an older version");
            }
            return Optional.empty();
        }

        private void end() {
            if (broken.isPresent() || entries.isEmpty() || others.isEmpty()) {
                return;
            }
            if (others.size() == 1 && !others.get(0).ended()) {
                notes.add("the last line is torn, as by a crash; the next entry will say so");
            } else {
                broken =
                        Optional.of(broken(others.get(0), "this is not an entry of the log, and no entry tells of it"));
            }
        }

        /** The first entry that says who signed it, and was not. */
        private Optional<Integer> forged() {
            OptionalInt first = IntStream.range(0, entries.size())
                    .parallel()
                    .filter(at -> !signed(entries.get(at)))
                    .findFirst();
            return first.isPresent() ? Optional.of(first.getAsInt()) : Optional.empty();
        }

        private boolean signed(AuditEntry entry) {
            String key = entry.text(AuditEntry.KEY);
            return key.isEmpty() || known.containsKey(key) && entry.signedBy(known.get(key));
        }

        private static Break broken(Line line, String message) {
            return new Break(new Place(line.file().toString(), line.number(), 0), message);
        }
    }
}
