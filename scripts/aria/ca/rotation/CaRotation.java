package aria.ca.rotation;

import aria.ca.config.CaErrors;
import aria.finding.Remedy;
import aria.pki.Certificates;
import aria.store.FileWrite;
import aria.store.InputFile;
import aria.store.Layout;
import aria.store.Seal;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How far the change from one CA to another has come. It is kept in {@link Layout#rotationRecord}, sealed, because
 * who could write it would choose the CA that the next step makes everybody trust.
 *
 * @param subject what is replaced
 * @param phase   the step that was begun last
 * @param started when the change was begun
 * @param since   when this phase was
 * @param old     fingerprints of the CA that was there first
 * @param next    fingerprints of the one that follows it
 * @param told    the services to which this phase was brought
 */
public record CaRotation(
        Subject subject,
        Phase phase,
        Instant started,
        Instant since,
        Fingerprints old,
        Fingerprints next,
        Set<String> told) {
    private static final long MOST_BYTES = 1 << 20;

    /** The part of a CA that is replaced. */
    public enum Subject {
        /** Root and intermediate. */
        ROOT,
        /** The intermediate alone, with a new key, under the same root. */
        INTERMEDIATE
    }

    /** The steps. In each, everything works, for however long it lasts. */
    public enum Phase {
        /** Both CAs are trusted, the old one issues. */
        TRUSTING(false, true, true, "both CAs are trusted, the old one issues"),
        /** Both are trusted, the new one issues and has issued everything anew. */
        ISSUING(true, true, true, "both CAs are trusted, the new one issues"),
        /** The new one alone is trusted. */
        DROPPING(true, false, true, "the old CA is no longer trusted"),
        /** Both are trusted; the old one issues again and has issued everything anew. */
        RETURNING(false, true, true, "both CAs are trusted, the old one issues again"),
        /** The old one alone is trusted again. */
        ABANDONING(false, true, false, "the new CA is no longer trusted");

        private final boolean nextIssues;
        private final boolean trustsOld;
        private final boolean trustsNext;
        private final String words;

        Phase(boolean nextIssues, boolean trustsOld, boolean trustsNext, String words) {
            this.nextIssues = nextIssues;
            this.trustsOld = trustsOld;
            this.trustsNext = trustsNext;
            this.words = words;
        }

        /** What it means, for people. */
        public String words() {
            return words;
        }

        /** Whether the new CA issues. */
        public boolean nextIssues() {
            return nextIssues;
        }

        /** Whether both CAs are trusted. */
        public boolean trustsBoth() {
            return trustsOld && trustsNext;
        }

        /** Whether this is the last step of its direction. */
        public boolean isLast() {
            return !trustsBoth();
        }
    }

    /** The SHA-256 fingerprints of a root and its intermediate, in lower-case hexadecimal digits. */
    public record Fingerprints(String root, String intermediate) {
        static Fingerprints of(X509Certificate root, X509Certificate intermediate) {
            return new Fingerprints(Certificates.fingerprintSha256(root), Certificates.fingerprintSha256(intermediate));
        }
    }

    /** The record on disk, where every value is a text. */
    private record Json(
            String subject,
            String phase,
            String started,
            String since,
            Fingerprints old,
            Fingerprints next,
            List<String> told) {}

    /** Keeps an unmodifiable copy. */
    public CaRotation {
        told = Set.copyOf(told);
    }

    /** Returns the same in another phase, to which nobody was told to go yet. */
    public CaRotation in(Phase other, Instant now) {
        return new CaRotation(subject, other, started, now, old, next, Set.of());
    }

    /** Returns the same after these services were told, too. */
    public CaRotation telling(Set<String> services) {
        Set<String> all = new TreeSet<>(told);
        all.addAll(services);
        return new CaRotation(subject, phase, started, since, old, next, all);
    }

    /** Returns the fingerprints of the roots that are trusted in this phase, that of the issuing CA first. */
    public List<String> roots() {
        Stream<String> issuing = Stream.of(phase.nextIssues ? next.root : old.root);
        Stream<String> other =
                Stream.of(phase.nextIssues ? old.root : next.root).filter(unused -> phase.trustsBoth());
        return Stream.concat(issuing, other).distinct().toList();
    }

    /** Returns the fingerprint of the intermediate that does not issue now. */
    public String otherIntermediate() {
        return phase.nextIssues ? old.intermediate : next.intermediate;
    }

    /** Returns the record's file. */
    public FileWrite write(Layout layout) {
        String json = new GsonBuilder()
                        .setPrettyPrinting()
                        .create()
                        .toJson(new Json(
                                subject.name(),
                                phase.name(),
                                started.toString(),
                                since.toString(),
                                old,
                                next,
                                told.stream().sorted().toList()))
                + "\n";
        Path file = layout.rotationRecord();
        return FileWrite.secret(file, Seal.of(layout).sign(file, json).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Refuses what cannot be done while one CA follows another.
     *
     * @throws aria.finding.RefusedException when a change has begun
     */
    public static void requireNone(Layout layout) {
        if (of(layout).isPresent()) {
            throw CaErrors.refused(
                    "a new CA is on its way, and has to be finished or taken back first",
                    Remedy.aria("pki-cert", "rotate-ca", "status"));
        }
    }

    /**
     * A record as it was read.
     *
     * @param foreign by what it is known when this user did not write it here; empty otherwise
     */
    public record Read(CaRotation rotation, Optional<String> foreign) {}

    /**
     * Reads the record of this user; one of somebody else's counts as none.
     *
     * @return empty when no change has begun
     */
    public static Optional<CaRotation> of(Layout layout) {
        return read(layout).filter(read -> read.foreign().isEmpty()).map(Read::rotation);
    }

    /**
     * Reads the record, whoever wrote it.
     *
     * @return empty when there is none, or none that can be understood
     */
    public static Optional<Read> read(Layout layout) {
        Path file = layout.rotationRecord();
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            String text = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
            return parse(text)
                    .map(rotation -> new Read(rotation, Seal.of(layout).foreign(file, file, text)));
        } catch (IOException e) {
            throw new UncheckedIOException(layout.display(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<CaRotation> parse(String text) {
        try {
            Json json = new Gson().fromJson(text, Json.class);
            return Optional.of(new CaRotation(
                    Subject.valueOf(json.subject()),
                    Phase.valueOf(json.phase()),
                    Instant.parse(json.started()),
                    Instant.parse(json.since()),
                    json.old(),
                    json.next(),
                    Set.copyOf(json.told())));
        } catch (JsonParseException | NullPointerException | IllegalArgumentException | DateTimeException other) {
            return Optional.empty();
        }
    }
}
