package aria.edit;

import java.util.List;

/** A YAML file as values. */
public final class YamlDocument {
    private final List<YamlMap> documents;

    private YamlDocument(List<YamlMap> documents) {
        this.documents = documents;
    }

    /**
     * Reads a file.
     *
     * @throws EditRefused {@code yaml-invalid}, {@code template}, {@code duplicate-key}, {@code merge-of-list},
     *                     {@code limit}; {@code wrong-type} when a document is neither a mapping nor empty
     */
    public static YamlDocument parse(SourceText source) {
        throw new UnsupportedOperationException();
    }

    /** The first document that is not empty; an empty mapping when there is none. */
    public YamlMap root() {
        throw new UnsupportedOperationException();
    }

    /** All documents, in order; an empty one is an empty mapping. */
    public List<YamlMap> documents() {
        return documents;
    }
}
