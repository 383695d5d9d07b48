package aria.plan;

import aria.edit.SourceText;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.store.Digest;
import aria.store.FileWrite;
import aria.store.Layout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that is written as a whole.
 *
 * @param write  where and what
 * @param before SHA-256 of the content that is there while planning; empty when there is no file
 * @param reason why, in a few words for people
 * @param users  what a person made of the file, which is replaced; empty when nobody did, or when it is secret
 */
public record PlannedFile(FileWrite write, Optional<String> before, String reason, Optional<SourceText> users) {

    /** A file of which nobody else made anything. */
    public PlannedFile(FileWrite write, Optional<String> before, String reason) {
        this(write, before, reason, Optional.empty());
    }

    /**
     * Looks at what is there now.
     *
     * @throws java.io.UncheckedIOException when it can't be read
     */
    public static PlannedFile of(FileWrite write, String reason) {
        return new PlannedFile(write, Digest.ofFile(write.path()), reason);
    }

    /** The file; absolute. */
    public Path path() {
        return write.path().toAbsolutePath();
    }

    /** Returns the same, knowing what a person made of the file. */
    public PlannedFile over(SourceText theirs) {
        return new PlannedFile(write, before, reason, Optional.of(theirs));
    }

    /** Whether another plan wants the same content for the same file. */
    boolean isSameAs(PlannedFile other) {
        return path().equals(other.path())
                && Arrays.equals(write.content(), other.write().content());
    }

    /**
     * Returns these by their paths, each once.
     *
     * @throws RefusedException when two projects need different content in one file, because both have a service of the
     *                          same name
     */
    static Map<Path, PlannedFile> byPath(Layout layout, Stream<PlannedFile> all) {
        Map<Path, PlannedFile> files = new LinkedHashMap<>();
        all.forEach(file -> {
            PlannedFile other = files.putIfAbsent(file.write().path(), file);
            if (other != null && !other.isSameAs(file)) {
                throw new RefusedException(Finding.error(
                                FindingId.PROJECT_TAKEN,
                                "two projects need different content in this file, because both have a service of the"
                                        + " same name",
                                Remedy.advice("name the files of one project with -f"),
                                Remedy.advice("keep each project in a folder of its own"))
                        .at(Place.of(layout.display(file.write().path()))));
            }
        });
        return files;
    }

    /** False when the file is as it should be already. */
    public boolean isNeeded() {
        return !before.equals(Optional.of(Digest.sha256(write.content())));
    }
}
