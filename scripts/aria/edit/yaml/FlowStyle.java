package aria.edit.yaml;

import java.util.List;

/**
 * The layout of a value in flow style: on one line, or one line per element.
 *
 * @param jsonKeys whether keys are quoted, as in JSON
 * @param gap      what stands behind a colon, and on one line behind a comma
 * @param outer    a line break and the indentation of the line that the value begins on; empty for one line
 * @param step     one level of indentation; empty for one line
 */
record FlowStyle(boolean jsonKeys, String gap, String outer, String step) {
    static FlowStyle oneLine(boolean jsonKeys, String gap) {
        return new FlowStyle(jsonKeys, gap, "", "");
    }

    boolean isOneLine() {
        return step.isEmpty();
    }

    /** The style of the elements. */
    FlowStyle inner() {
        return new FlowStyle(jsonKeys, gap, outer + step, step);
    }

    /** A collection of elements that are written in the inner style. */
    String collection(char open, List<String> elements, char close) {
        String start = outer + step;
        return elements.isEmpty()
                ? "" + open + close
                : open + start + String.join("," + (isOneLine() ? gap : start), elements) + outer + close;
    }
}
