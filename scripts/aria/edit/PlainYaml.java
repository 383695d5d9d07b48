package aria.edit;

/** YAML as plain Java values, for our own data files. */
public final class PlainYaml {
    private PlainYaml() {
    }

    /**
     * Reads one document.
     *
     * @param file the name for messages
     * @return nested {@code Map<String, Object>} (in file order), {@code List<Object>}, {@code String} (the raw text,
     *         never converted) and {@code null}
     * @throws EditRefused when it is not valid YAML
     */
    public static Object load(String file, String text) {
        throw new UnsupportedOperationException();
    }
}
