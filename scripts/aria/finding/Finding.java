package aria.finding;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An error, a warning or a note, as fields. Text is made of it only for output, and never parsed.
 *
 * @param id       stable, for scripts; one of {@link FindingId}, or a check's
 * @param severity how much it matters
 * @param service  the Compose service it is about; empty when it is about the project or a file
 * @param place    where it is; empty when it has no place in a file
 * @param message  what is the matter: one line, without the place and without the remedy
 * @param names    whom the message is about, when that is several; they stand at its end
 * @param remedies what to do, the best first; empty when there is nothing to do
 */
public record Finding(
        String id,
        Severity severity,
        Optional<String> service,
        Optional<Place> place,
        String message,
        List<String> names,
        List<Remedy> remedies) {

    private static final String HELD = "held back, because ";

    /** Keeps an unmodifiable copy, and the message in one line. */
    public Finding {
        message = message.strip().replaceAll("\\s*\\R\\s*", " ");
        names = List.copyOf(names);
        remedies = List.copyOf(remedies);
    }

    /** Keeps one whose message names nobody at its end. */
    public Finding(
            String id,
            Severity severity,
            Optional<String> service,
            Optional<Place> place,
            String message,
            List<Remedy> remedies) {
        this(id, severity, service, place, message, List.of(), remedies);
    }

    /** Returns what is the matter, with the names at its end. */
    @Override
    public String message() {
        return names.isEmpty() ? message : message + " " + String.join(", ", names);
    }

    /** Returns a finding without a service and a place. */
    public static Finding of(FindingId id, Severity severity, String message, Remedy... remedies) {
        return new Finding(id.text(), severity, Optional.empty(), Optional.empty(), message, List.of(remedies));
    }

    /** Returns an error without a service and a place. */
    public static Finding error(FindingId id, String message, Remedy... remedies) {
        return of(id, Severity.ERROR, message, remedies);
    }

    /** Returns a warning without a service and a place. */
    public static Finding warning(FindingId id, String message, Remedy... remedies) {
        return of(id, Severity.WARNING, message, remedies);
    }

    /** Returns the warning that a server is left as it is for this reason: a clause, behind "because". */
    public static Finding heldBack(String why, Remedy... remedies) {
        return warning(FindingId.HELD_BACK, HELD + why, remedies);
    }

    /** Returns the clause of {@link #heldBack}; the whole message of another finding. */
    public String clause() {
        return message.startsWith(HELD) ? message.substring(HELD.length()) : message();
    }

    /** Returns a note without a service and a place. */
    public static Finding note(FindingId id, String message, Remedy... remedies) {
        return of(id, Severity.NOTE, message, remedies);
    }

    /** Returns the same about a service. */
    public Finding about(String name) {
        return new Finding(id, severity, Optional.of(name), place, message, names, remedies);
    }

    /** Returns the same at a place. */
    public Finding at(Place where) {
        return new Finding(id, severity, service, Optional.of(where), message, names, remedies);
    }

    /** Returns the same about these, who end the message. */
    public Finding naming(List<String> whom) {
        return new Finding(id, severity, service, place, message, whom, remedies);
    }

    /** Returns these, those together that say the same of others by name; each in the place of the first. */
    public static List<Finding> joined(List<Finding> all) {
        Map<Finding, Set<String>> together = new LinkedHashMap<>();
        all.forEach(finding -> together.computeIfAbsent(finding.naming(List.of()), same -> new LinkedHashSet<>())
                .addAll(finding.names));
        return together.entrySet().stream()
                .map(same -> same.getKey().naming(List.copyOf(same.getValue())))
                .toList();
    }

    /** Returns the same in other words. */
    public Finding saying(String words) {
        return new Finding(id, severity, service, place, words, remedies);
    }

    /** Returns the same, mattering this much. */
    public Finding as(Severity other) {
        return new Finding(id, other, service, place, message, names, remedies);
    }

    /** Returns the same without what can be done, for a reader who has just read that. */
    public Finding withoutRemedies() {
        return new Finding(id, severity, service, place, message, names, List.of());
    }

    /** Returns the same with more that can be done, after what is there. */
    public Finding also(Remedy... more) {
        return also(List.of(more));
    }

    /** As {@link #also(Remedy...)}. */
    public Finding also(List<Remedy> more) {
        return new Finding(
                id,
                severity,
                service,
                place,
                message,
                names,
                Stream.concat(remedies.stream(), more.stream()).toList());
    }

    /** Whether it has this id. */
    public boolean is(FindingId other) {
        return id.equals(other.text());
    }
}
