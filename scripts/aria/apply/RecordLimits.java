package aria.apply;

import aria.edit.ToolFolders;
import aria.store.AtomicFiles;
import aria.store.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which files a record may name: those that this program writes or edits, in the folder of no other tool and behind
 * no link that leads out of the project. A record whose writer is not known has to keep to the project and to the
 * kinds of files that are edited.
 *
 * @param layout  where everything lies
 * @param blamed  the record
 * @param trusted whether its writer is known
 */
record RecordLimits(Layout layout, Path blamed, boolean trusted) {
    private static final String GIT = ".git";
    private static final Pattern IGNORES = Pattern.compile("([\\w.-]+)?\\.dockerignore");
    private static final Pattern EDITED = Pattern.compile("[^.].*\\.(ya?ml|hcl|conf|cfg|config)");
    private static final Pattern GENERATION = Pattern.compile("\\.\\.[\\w.-]+\\.[0-9a-f]{1,8}|\\.\\.[\\w.-]+/[\\w.-]+");

    /**
     * Refuses an operation outside the limits.
     *
     * @throws aria.finding.RefusedException when it names what it may not
     */
    void require(FileOperation operation) {
        require(operation.path());
        if (operation instanceof FileOperation.Move move) {
            require(move.to());
            requireAll(isOwn(move.path()) && isOwn(move.to()), move.path());
        }
        if (operation instanceof FileOperation.Link link) {
            requireAll(isOwn(link.path()) && GENERATION.matcher(link.target()).matches(), link.path());
        }
    }

    /**
     * Refuses a file outside the limits.
     *
     * @param path absolute
     * @throws aria.finding.RefusedException when it is
     */
    void require(Path path) {
        boolean inside = path.startsWith(layout.root()) && !path.equals(layout.root());
        Path shown = inside ? layout.root().relativize(path) : path;
        boolean own = isOwn(path);
        requireAll(path.equals(path.normalize()), path);
        requireAll(names(shown).noneMatch(GIT::equals), path);
        requireAll(trusted || !inside || staysInside(path), path);
        if (!trusted) {
            String file = String.valueOf(path.getFileName());
            boolean ignores = IGNORES.matcher(file).matches();
            boolean edited = !ToolFolders.hold(ignores ? shown.resolveSibling("x") : shown)
                    && (ignores || EDITED.matcher(file).matches());
            requireAll(inside && (own || edited), path);
        }
    }

    private void requireAll(boolean holds, Path path) {
        if (!holds) {
            throw Journal.foreign(
                    blamed, "the record names " + layout.display(path) + ", which aria does not write", null);
        }
    }

    private boolean isOwn(Path path) {
        return Stream.of(
                        layout.configDir(),
                        layout.rootKeyFolder(),
                        layout.certsDir(),
                        layout.peopleFolder(),
                        layout.mtlsFolder())
                .anyMatch(folder -> path.startsWith(folder) && !path.equals(folder));
    }

    private boolean staysInside(Path path) {
        try {
            return AtomicFiles.followLinks(path).startsWith(layout.root().toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(layout.root() + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Stream<String> names(Path path) {
        return StreamSupport.stream(path.spliterator(), false).map(Path::toString);
    }
}
