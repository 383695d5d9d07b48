package aria.edit.yaml;

import aria.edit.Edit;
import aria.edit.TextChange;
import aria.edit.UndoPlan;
import java.util.List;
import java.util.Optional;

/**
 * A wanted state of one place in a YAML file, with the reason for it. A state that is already there is no change.
 *
 * <p>A path is the keys from the root of the document. In a file with several documents, the one with the longest
 * part of the path is meant. Missing parts are created, a null value is filled, and an alias or an inherited value
 * becomes the path's own before it is changed. A value of another type on the path is refused ({@code wrong-type}),
 * and so are {@code !reset} and a tag without a value ({@code override-tag}). Items are found by their text, with any
 * quotes.
 *
 * <p>Each kind of change is a class with all of its behaviour: its effect on values and its text. A
 * change that undo records store is a {@link StoredChange}, too.
 */
public interface YamlChange extends TextChange {
    /** The keys that lead to the list, mapping or scalar that is changed. */
    List<String> path();

    /** The item, from 0, of the list at the path that is meant; -1 when what is at the path is. */
    default int index() {
        return -1;
    }

    /** The key of the entry or pair that is meant, the only one that is changed; empty for an item or a scalar. */
    default String key() {
        return "";
    }

    /** A line of comment, without the {@code #}, that comes or goes with the entry, above it. */
    default Optional<String> comment() {
        return Optional.empty();
    }

    @Override
    default UndoPlan undo(Edit edit, List<? extends TextChange> changes) {
        return YamlUndo.of(changes.stream().map(YamlChange.class::cast).toList());
    }

    /**
     * The list, mapping or scalar at the place after the change.
     *
     * @param before the value there; null when there is none or YAML's null
     * @param file   the name for messages
     * @return equal to {@code before} when the wanted state is already there; null when nothing is to be there
     * @throws aria.finding.RefusedException {@code wrong-type} when the change doesn't fit the value
     */
    YamlValue after(YamlValue before, String file);

    /**
     * What the change leads to, as far as planning has to know it; null when the wanted state is there. Of a mapping it
     * is the entry that the change is about, so that large mappings are not copied; all of it when that entry goes.
     */
    default YamlValue needed(YamlValue before, String file) {
        boolean oneEntry = before instanceof YamlMap && !key().isEmpty();
        YamlValue part = oneEntry ? ((YamlMap) before).only(key()) : before;
        YamlValue after = after(part, file);
        if (after == null || after.equals(part)) {
            return null;
        }
        return oneEntry
                        && ValueApplier.isEmpty(after)
                        && ((YamlMap) before).entries().size() > 1
                ? before
                : after;
    }

    /** What of its list or mapping the change takes for itself, so that no other one builds on it in the same round. */
    default String claim() {
        return key();
    }

    /** Whether an item or entry goes. */
    default boolean removes() {
        return false;
    }

    /** The index of the item that is removed or replaced; -1 when an item is only added. */
    default int indexIn(YamlList list) {
        return -1;
    }

    /** The item, or the value of the entry, that is added to a list or mapping; null when none is. */
    default YamlValue added(boolean toList) {
        return null;
    }

    /**
     * Writes the change into the text.
     *
     * @param node   the list, mapping or scalar at the place
     * @param holder the entry that holds it; null at the root and in a list
     * @param after  what {@link #needed} gave; neither null nor an empty collection
     */
    void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after);
}
