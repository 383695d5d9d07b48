package aria.edit;

/** Differences as {@code git apply} and {@code patch} read them. */
public final class UnifiedDiff {
    private UnifiedDiff() {
    }

    /**
     * The unified diff of a file with three lines of context.
     *
     * @param path the name in the header, relative, with {@code /}
     * @return empty when the texts are equal
     */
    public static String of(String path, SourceText before, SourceText after) {
        throw new UnsupportedOperationException();
    }
}
