package aria.edit.json;

import java.util.List;
import java.util.Optional;

/**
 * A value in a JSON text, by its place.
 *
 * @param start    offset of its first character
 * @param end      offset behind its last
 * @param children members or items, in the text's order; empty for a scalar
 */
record JsonNode(Kind kind, int start, int end, List<Child> children) {

    enum Kind {
        OBJECT,
        ARRAY,
        SCALAR,
        NULL
    }

    /**
     * A member or an item.
     *
     * @param start offset of the member's name, or of the item
     * @param name  empty text for an item
     */
    record Child(int start, String name, JsonNode value) {}

    boolean isNull() {
        return kind == Kind.NULL;
    }

    /** The member of that name, or the item of that number, counted from 0; empty when there is none. */
    Optional<JsonNode> member(String name) {
        return switch (kind) {
            case OBJECT ->
                children.stream()
                        .filter(child -> child.name().equals(name))
                        .map(Child::value)
                        .findFirst();
            case ARRAY ->
                !name.matches("\\d{1,9}")
                        ? Optional.empty()
                        : children.stream()
                                .skip(Long.parseLong(name))
                                .map(Child::value)
                                .findFirst();
            default -> Optional.empty();
        };
    }
}
