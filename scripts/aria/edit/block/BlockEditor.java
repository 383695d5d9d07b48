package aria.edit.block;

import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.EditedText;
import aria.edit.SourceText;
import aria.edit.Splice;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.List;

/** Changes a file of a block language by splicing its text, and proves the result before returning it. */
public final class BlockEditor {
    private final BlockFormat format;
    private final SourceText source;

    private BlockEditor(BlockFormat format, SourceText source) {
        this.format = format;
        this.source = source;
    }

    /**
     * The edit that brings a file to the wanted state. The changes are made in their order.
     *
     * <p>Proven: the result parses; it differs from the file as wanted and in nothing else; the inverse splices give
     * the original bytes; the same changes planned again on the result are nothing.
     *
     * @param changes of the same language
     * @throws RefusedException {@code config-invalid} when the file can't be read, {@code duplicate-key} and
     *                          {@code wrong-type} when a change doesn't fit it, {@code limit}, {@code unproven} when
     *                          a proof fails
     */
    public static Edit apply(BlockFormat format, SourceText source, List<BlockChange> changes) {
        return new BlockEditor(format, source).edit(changes);
    }

    private Edit edit(List<BlockChange> changes) {
        BlockModel intended = format.parse(source).model();
        EditedText text = EditedText.of(source.text());
        for (BlockChange change : changes) {
            intended = change.after(intended, literal -> format.meaning(source.file(), literal));
            text = text.splice(splices(text.text(), change));
        }
        return prove(text, intended, changes);
    }

    private List<Splice> splices(String text, BlockChange change) {
        return change.splices(new BlockSplices(format, source.withText(text), parse(text)));
    }

    private Block parse(String text) {
        if (text.equals(source.text())) {
            return format.parse(source);
        }
        try {
            return format.parse(source.withText(text));
        } catch (RefusedException refused) {
            throw unproven("the result would not be valid (" + refused.finding().message() + ")");
        }
    }

    private Edit prove(EditedText text, BlockModel intended, List<BlockChange> changes) {
        Edit edit = new Edit(source, source.withText(text.text()), text.splices());
        String after = edit.after().text();
        if (!parse(after).model().equals(intended)) {
            throw unproven("the edit would change more than was requested");
        }
        if (!edit.leadsBack()) {
            throw unproven("the inverse edit does not restore the original");
        }
        for (BlockChange change : changes) {
            if (!splices(after, change).isEmpty()) {
                throw unproven("a second run would change it again (" + change.reason() + ")");
            }
        }
        return edit;
    }

    private RefusedException unproven(String message, Remedy... remedies) {
        return EditErrors.file(FindingId.UNPROVEN, source.file(), message, remedies);
    }
}
