package aria.edit.yaml;

import aria.edit.EditErrors;
import aria.edit.SourceText;
import aria.finding.FindingId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML file as values. */
public final class YamlDocument {
    private final List<YamlMap> documents;

    private YamlDocument(List<YamlMap> documents) {
        this.documents = documents;
    }

    /**
     * Reads a file.
     *
     * @throws aria.finding.RefusedException {@code yaml-invalid}, {@code template}, {@code duplicate-key},
     *                                       {@code merge-of-list}, {@code limit}; {@code wrong-type} when a document
     *                                       is neither a mapping nor empty
     */
    public static YamlDocument parse(SourceText source) {
        return source.parsed(
                YamlDocument.class,
                text -> of(
                        text,
                        YamlTree.of(text).documents().stream()
                                .map(node -> node.resolved().value)
                                .toList()));
    }

    /** As {@link #parse}, for a text whose tree will not be asked for: it takes a fraction of the memory. */
    static YamlDocument parseValues(SourceText source) {
        return source.isParsed(YamlTree.class)
                ? parse(source)
                : source.parsed(
                        YamlDocument.class,
                        text -> of(text, Events.of(text, events -> TreeBuilder.values(text, events))));
    }

    /** @param roots the value of each document's root; an empty document is an empty mapping */
    static YamlDocument of(SourceText source, List<YamlValue> roots) {
        return new YamlDocument(
                roots.stream().map(root -> mapping(source, root)).toList());
    }

    private static YamlMap mapping(SourceText source, YamlValue root) {
        if (root instanceof YamlMap map) {
            return map;
        }
        if (root instanceof YamlScalar scalar && scalar.isNull()) {
            return new YamlMap(Map.of(), false, Optional.empty(), root.position());
        }
        throw EditErrors.at(
                FindingId.WRONG_TYPE,
                source.file(),
                root.position(),
                "a mapping (key: value) is expected at the top of the file");
    }

    /** The first document that is not empty; an empty mapping when there is none. */
    public YamlMap root() {
        return documents.stream()
                .filter(map -> !map.entries().isEmpty())
                .findFirst()
                .orElseGet(() -> YamlValue.map(Map.of()));
    }

    /** All documents, in order; an empty one is an empty mapping. */
    public List<YamlMap> documents() {
        return documents;
    }
}
