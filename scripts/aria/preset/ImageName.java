package aria.preset;

/**
 * The parts of an image reference (the OCI distribution reference grammar, as Docker abbreviates it).
 *
 * @param repository without tag and digest, and without {@code docker.io/} and {@code library/}, as people write it
 * @param tag        {@code latest} when neither tag nor digest is given, empty when only a digest is
 */
public record ImageName(String repository, String tag) {

    /** Takes a reference such as {@code docker.io/library/postgres:18@sha256:…} apart; never null. */
    public static ImageName parse(String reference) {
        int digest = reference.indexOf('@');
        String name = digest < 0 ? reference : reference.substring(0, digest);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon >= 0 ? name.substring(colon + 1) : digest < 0 ? "latest" : "";
        String repository = colon >= 0 ? name.substring(0, colon) : name;
        repository = without(without(without(repository, "index.docker.io/"), "docker.io/"), "library/");
        return new ImageName(repository, tag);
    }

    private static String without(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
