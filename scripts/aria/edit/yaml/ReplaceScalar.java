package aria.edit.yaml;

import java.util.List;

/** Sets the text of the scalar at the path; refused when there is no scalar. */
public record ReplaceScalar(List<String> path, String text, String reason) implements YamlChange {
    @Override
    public YamlValue after(YamlValue before, String file) {
        if (!(before instanceof YamlScalar old)) {
            throw Paths.wrongType(this, before, file, "a single value is expected here");
        }
        if (old.text().equals(text)) {
            return old;
        }
        boolean number = !old.isString() && !PlainScalars.readsAsString(text);
        return number ? YamlValue.plain(text) : YamlValue.scalar(text);
    }

    @Override
    public void edit(NodeEdits edits, Node node, NodeEdits.Holder holder, YamlValue after) {
        edits.setValue(holder.map(), holder.entry(), after);
    }
}
