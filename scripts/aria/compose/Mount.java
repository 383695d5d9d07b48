package aria.compose;

/**
 * Something mounted into a service's containers.
 *
 * @param type     {@code bind}, {@code volume}, {@code tmpfs}, or another type of the long form
 * @param source   a host path as Compose sees it (relative ones against the service's base directory), or a volume's
 *                 name; empty for an anonymous volume and a tmpfs
 * @param target   the path in the container
 * @param readOnly whether containers may not write to it
 */
public record Mount(String type, String source, String target, boolean readOnly) {

    /** A read-only bind mount. */
    public static Mount readOnlyBind(String source, String target) {
        return new Mount("bind", source, target, true);
    }

    /** A read-only named volume. */
    public static Mount readOnlyVolume(String volume, String target) {
        return new Mount("volume", volume, target, true);
    }
}
