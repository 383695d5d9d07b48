package aria.plan;

import aria.stack.OurServices;
import aria.stack.StackService.Owner;
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
 *               there. Asked only for images whose tags name no version, and whose user no preset knows
 * @param owners the users that services run as of whose images no preset knows that, by their names, as far as known
 * @param ownImages images that were chosen for the services that are added: of a {@code proxy}, of an {@code init}
 * @param person whose certificate is named in lines for people to type
 */
public record StackOptions(
        Layout layout,
        String mode,
        Map<String, String> modes,
        boolean selinux,
        boolean stepCa,
        boolean upgradeImages,
        Function<String, Map<String, String>> images,
        Map<String, Owner> owners,
        Map<String, String> ownImages,
        String person) {

    /** Pinned: one to the version that the configuration was tried with, the other because it runs as root over keys. */
    private static final Map<String, String> OWN_IMAGES =
            Map.of(OurServices.PROXY, "haproxy:3.0.11", OurServices.INIT, "busybox:1.37");

    private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");

    /** Without a wish for step-ca as a service or for other images, and without images on this machine. */
    public StackOptions(Layout layout, String mode, boolean selinux) {
        this(layout, mode, Map.of(), selinux, false, false, reference -> Map.of(), Map.of(), Map.of(), "$USER");
    }

    /** The same with that wish. */
    public StackOptions withStepCa() {
        return new StackOptions(layout, mode, modes, selinux, true, upgradeImages, images, owners, ownImages, person);
    }

    /** The same with other images where that is to be. */
    public StackOptions withUpgradedImages(boolean upgraded) {
        return new StackOptions(layout, mode, modes, selinux, stepCa, upgraded, images, owners, ownImages, person);
    }

    /** The same with other modes for some services. */
    public StackOptions withModes(Map<String, String> chosen) {
        return new StackOptions(
                layout, mode, chosen, selinux, stepCa, upgradeImages, images, owners, ownImages, person);
    }

    /** The same with images on this machine. */
    public StackOptions withImages(Function<String, Map<String, String>> present) {
        return new StackOptions(
                layout, mode, modes, selinux, stepCa, upgradeImages, present, owners, ownImages, person);
    }

    /** The same with the users that some services run as. */
    public StackOptions withOwners(Map<String, Owner> known) {
        return new StackOptions(
                layout, mode, modes, selinux, stepCa, upgradeImages, images, Map.copyOf(known), ownImages, person);
    }

    /** The same with other images for the services that are added. */
    public StackOptions withOwnImages(Map<String, String> chosen) {
        return new StackOptions(
                layout, mode, modes, selinux, stepCa, upgradeImages, images, owners, Map.copyOf(chosen), person);
    }

    /** The same for a person of this name. */
    public StackOptions withPerson(String name) {
        return new StackOptions(layout, mode, modes, selinux, stepCa, upgradeImages, images, owners, ownImages, name);
    }

    /**
     * The image of the services that are added, as it was chosen, else ours.
     *
     * @param role {@link OurServices#PROXY} or {@link OurServices#INIT}
     */
    public String ownImage(String role) {
        return ownImages.getOrDefault(role, OWN_IMAGES.get(role));
    }

    /** The mode of one service. */
    public String mode(String service) {
        return modes.getOrDefault(service, mode);
    }

    /** The options on this machine. */
    public static StackOptions here(Layout layout, String mode) {
        return new StackOptions(layout, mode, Files.exists(SELINUX));
    }

    /** The name under which {@link #images} has an image's user, as the engine calls it. */
    public static final String IMAGE_USER = "Config.User";

    /** The mode in which every client has to show a certificate. */
    public static final String REQUIRE = "require";

    /** The mode in which clients are asked for a certificate, and may come without. */
    public static final String REQUEST = "request";

    /** Where a service finds certificate, key and CA in its container. */
    public static final String CERTS = "/etc/certs";

    /** Where a service finds the configs generated for it in its container. */
    public static final String CONFIGS = "/etc/mtls";
}
