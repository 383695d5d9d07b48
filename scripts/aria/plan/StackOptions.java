package aria.plan;

import aria.store.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * The inputs of planning beside the stack itself.
 *
 * @param layout where everything lies
 * @param mode   {@code require}, or {@code request}: ask for client certificates without insisting
 * @param modes  the mode of services for which another one was chosen, by their names
 * @param selinux true when bind mounts need an SELinux label on this machine
 * @param stepCa true when step-ca is wanted as a service of the stack, and one that serves another CA is to serve ours
 * @param upgradeImages true when images of versions that have to be warned of are to be replaced
 * @param images the variables and labels of an image on this machine, by its reference; empty for one that is not
 *               there. Asked only for images whose tags name no version
 */
public record StackOptions(
        Layout layout,
        String mode,
        Map<String, String> modes,
        boolean selinux,
        boolean stepCa,
        boolean upgradeImages,
        Function<String, Map<String, String>> images) {

    private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");

    /** Without a wish for step-ca as a service or for other images, and without images on this machine. */
    public StackOptions(Layout layout, String mode, boolean selinux) {
        this(layout, mode, Map.of(), selinux, false, false, reference -> Map.of());
    }

    /** The same with that wish. */
    public StackOptions withStepCa() {
        return new StackOptions(layout, mode, modes, selinux, true, upgradeImages, images);
    }

    /** The same with other images where that is to be. */
    public StackOptions withUpgradedImages(boolean upgraded) {
        return new StackOptions(layout, mode, modes, selinux, stepCa, upgraded, images);
    }

    /** The same with other modes for some services. */
    public StackOptions withModes(Map<String, String> chosen) {
        return new StackOptions(layout, mode, chosen, selinux, stepCa, upgradeImages, images);
    }

    /** The same with images on this machine. */
    public StackOptions withImages(Function<String, Map<String, String>> present) {
        return new StackOptions(layout, mode, modes, selinux, stepCa, upgradeImages, present);
    }

    /** The mode of one service. */
    public String mode(String service) {
        return modes.getOrDefault(service, mode);
    }

    /** The options on this machine. */
    public static StackOptions here(Layout layout, String mode) {
        return new StackOptions(layout, mode, Files.exists(SELINUX));
    }

    /** The mode in which every client has to show a certificate. */
    public static final String REQUIRE = "require";

    /** The mode in which clients are asked for a certificate, and may come without. */
    public static final String REQUEST = "request";

    /** Where a service finds certificate, key and CA in its container. */
    public static final String CERTS = "/etc/certs";

    /** Where a service finds the configs generated for it in its container. */
    public static final String CONFIGS = "/etc/mtls";
}
