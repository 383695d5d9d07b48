package aria.edit;

import java.util.List;

/** Makes changes in a YAML file by splicing its text, and proves each result before it is given out. */
public final class YamlEditor {
    private YamlEditor() {
    }

    /**
     * The edit that brings a file to the wanted state.
     *
     * <p>Proven: the result parses; it differs from the file as wanted and in nothing else, in any document; the
     * inverse splices give the original bytes; the same changes planned again on the result are nothing.
     *
     * @throws EditRefused when the file is invalid, a change doesn't fit it, or a proof fails
     */
    public static Edit apply(SourceText source, List<YamlChange> changes) {
        throw new UnsupportedOperationException();
    }
}
