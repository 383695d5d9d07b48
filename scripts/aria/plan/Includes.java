package aria.plan;

import static aria.finding.Remedy.advice;

import aria.edit.EditErrors;
import aria.edit.block.BlockChange;
import aria.edit.block.BlockDocument;
import aria.edit.block.BlockName;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a configuration includes. They must not set what the plan sets, because the last setting would
 * count.
 */
final class Includes {
    private static final int DEEPEST = 10;

    private final BlockFiles files;
    private final Path file;

    Includes(BlockFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * @throws RefusedException {@code include} when an included file has, or can't be shown not to have, what a
     *                          change is about
     */
    void requireNothingOf(List<BlockChange> changes, BlockDocument document) {
        for (BlockChange change : changes) {
            for (int length = 0; length <= change.path().size(); length++) {
                List<BlockName> outer = change.path().subList(0, length);
                for (String included : document.includes(outer)) {
                    require(change, outer, file, included, DEEPEST);
                }
            }
        }
    }

    private void require(BlockChange change, List<BlockName> outer, Path from, String included, int deeper) {
        Path path = from.resolveSibling(included).normalize();
        if (!Files.isRegularFile(path) || deeper == 0) {
            throw refused(from, "includes '" + included + "', which does not exist here");
        }
        files.requireInside(path);
        BlockDocument document = BlockDocument.parse(change.format(), files.source(path));
        String key = key(change, outer.size());
        document.position(List.of(), key).ifPresent(at -> {
            throw refused(
                    from, "includes " + files.source(path).file() + ", which sets '" + key + "' in line " + at.line());
        });
        document.includes(List.of()).forEach(next -> require(change, outer, path, next, deeper - 1));
    }

    /** What the change sets in the block that is {@code depth} blocks deep. */
    private static String key(BlockChange change, int depth) {
        return depth < change.path().size() ? change.path().get(depth).words().get(0) : change.key();
    }

    private RefusedException refused(Path from, String message) {
        return EditErrors.file(
                FindingId.INCLUDE, files.source(from).file(), message, advice("move that into this file"));
    }
}
