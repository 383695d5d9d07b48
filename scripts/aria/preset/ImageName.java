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

    /**
     * Returns whether this is an image of a repository, or a copy in a mirror: below the name of another registry, as
     * {@code registry.example/proxy/library/postgres} of {@code postgres}, or {@code registry.example/grafana/grafana}.
     * A name of one part needs {@code library/}, because everybody calls an image of their own {@code postgres}.
     *
     * @param glob without {@code docker.io/} and {@code library/}; {@code *} stands for any text
     */
    public boolean isOf(String glob) {
        if (Preset.globFits(glob, repository)) {
            return true;
        }
        String path = path(glob);
        String mirrored = path(repository);
        return !mirrored.equals(repository)
                && Preset.globFits("*/" + (path.contains("/") ? path : "library/" + path), "/" + mirrored);
    }

    /** A repository without the registry's host, which has a dot or a port. */
    private static String path(String repository) {
        int slash = repository.indexOf('/');
        return slash > 0 && repository.substring(0, slash).matches(".*[.:].*|localhost")
                ? repository.substring(slash + 1)
                : repository;
    }

    private static String without(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
