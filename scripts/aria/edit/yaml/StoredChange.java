package aria.edit.yaml;

/** A change that undo records hold; {@link YamlStepsJson} reads each kind. */
interface StoredChange extends YamlChange {
    /** The name of this kind of change in records. */
    String kind();

    /** The item that is removed or replaced; null when there is none. */
    default YamlValue old() {
        return null;
    }

    /** What is written; null when something is only removed. */
    default YamlValue value() {
        return null;
    }

    @Override
    default String claim() {
        return old() == null ? key() : "- " + old();
    }

    @Override
    default int indexIn(YamlList list) {
        return old() == null ? -1 : list.indexOf(old());
    }

    @Override
    default boolean removes() {
        return value() == null;
    }

    /** The same change in another item of its list. */
    default StoredChange inItem(int index) {
        return this;
    }

    /** Whether the change fits the value that is at its place now: an item that is to be replaced is there. */
    default boolean fits(YamlValue now) {
        return old() == null || value() == null || Paths.has(now, old());
    }
}
