package aria.edit;

import java.util.List;
import java.util.stream.IntStream;

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
        YamlTree tree = source.tree();
        return new YamlDocument(IntStream.range(0, tree.documents().size()).mapToObj(tree::rootValue).toList());
    }

    /** The first document that is not empty; an empty mapping when there is none. */
    public YamlMap root() {
        return documents.stream().filter(map -> !map.entries().isEmpty()).findFirst()
                .orElseGet(() -> YamlValue.map(java.util.Map.of()));
    }

    /** All documents, in order; an empty one is an empty mapping. */
    public List<YamlMap> documents() {
        return documents;
    }
}
