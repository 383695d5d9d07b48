package aria.edit.yaml;

import aria.edit.Position;
import java.util.Objects;
import java.util.Optional;

/**
 * A scalar as text. Nothing is converted, because YAML versions disagree about the meaning of {@code 0755} or
 * {@code on}.
 *
 * @param text     the text after unquoting and folding; empty for an absent value
 * @param quoted   quoted or a block scalar, so that every reader sees a string
 * @param tag      the explicit tag
 * @param position where it stands
 */
public record YamlScalar(String text, boolean quoted, Optional<String> tag, Position position) implements YamlValue {
    /** Whether this is YAML's null: nothing, {@code ~} or {@code null}, unquoted. */
    public boolean isNull() {
        return !quoted && PlainScalars.isNull(text);
    }

    /** Whether readers of YAML 1.1 and of 1.2 both see a string. */
    public boolean isString() {
        return quoted || PlainScalars.readsAsString(text);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof YamlScalar scalar
                        && tag.equals(scalar.tag)
                        && (quoted == scalar.quoted
                                ? text.equals(scalar.text) || isNull() && scalar.isNull()
                                : sameText(scalar) && isString() == scalar.isString());
    }

    private boolean sameText(YamlScalar other) {
        return isNull() ? other.isNull() : text.equals(other.text) && !other.isNull();
    }

    @Override
    public int hashCode() {
        return isNull() ? 0 : Objects.hash(text, tag);
    }

    @Override
    public String toString() {
        return text;
    }
}
