package aria.edit;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How an edit is taken out of a file that has changed since, in the terms of the file's language. */
public interface UndoPlan {
    /**
     * The three states of a file.
     *
     * @param before  the edit
     * @param after   the edit
     * @param inverse what leads from after to before, with offsets into {@code after}, ascending
     * @param now     what became of it since
     */
    record View(SourceText before, SourceText after, List<Splice> inverse, SourceText now) {
        /**
         * Returns the text now without the edit; empty when a later change is about text that the edit replaced.
         *
         * @param loses whether a later change of nothing but what the edit added may go with it
         */
        public Optional<SourceText> text(boolean loses) {
            return without(inverse, loses);
        }

        /**
         * As {@link #text}, by what differs between the lines before and after: an edit may have replaced a word and added
         * lines behind it in one piece.
         */
        public Optional<SourceText> lines(boolean loses) {
            return without(TextMerge.between(after.text(), before.text()), loses);
        }

        private Optional<SourceText> without(List<Splice> cuts, boolean loses) {
            return TextMerge.without(after.text(), cuts, now.text(), loses).map(now::withText);
        }
    }

    /**
     * The file without what was added and with what was replaced; later changes stay, but for those of what goes.
     *
     * @throws aria.finding.RefusedException {@code changed-since-plan} when a value that was replaced has been changed
     *                                       since; else as the editors
     */
    SourceText undo(View file);

    /**
     * Writes the members {@code format}, which names the language, and what else the plan needs.
     *
     * @param json an open object
     */
    void write(JsonWriter json) throws IOException;
}
