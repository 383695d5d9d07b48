package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.preset.Healthcheck;
import aria.preset.ImageName;
import aria.preset.ImageVersion;
import aria.preset.Preset;
import aria.preset.Refusal;
import aria.preset.TemplateVariables;
import aria.stack.StackService;
import java.util.Optional;

/** The version of a service's server: in its image's tag, else in the image itself where that is on this machine. */
final class ServerVersion {
    private final StackService service;
    private final Preset preset;
    private final String reference;
    private final ImageName image;
    private final Optional<String> version;

    private ServerVersion(StackService service, String reference, StackOptions options) {
        this.service = service;
        this.preset = service.preset().orElseThrow();
        this.reference = reference;
        this.image = ImageName.parse(reference);
        this.version = preset.version()
                .marked(image.tag())
                .or(() -> preset.fits(image) ? ImageVersion.of(image.tag()) : Optional.empty())
                .or(() -> preset.version().of(options.images().apply(reference)));
    }

    /** Returns it for a service whose preset is not for every version; empty for all others. */
    static Optional<ServerVersion> of(StackService service, StackOptions options) {
        return service.preset().orElseThrow().refusals().stream()
                        .anyMatch(refusal -> refusal.olderThan().isPresent())
                ? service.service().image().map(reference -> new ServerVersion(service, reference, options))
                : Optional.empty();
    }

    /** Returns whether it is known to be this one or newer; the newest one is. */
    boolean isAtLeast(String needed) {
        return version.map(found -> !ImageVersion.isBefore(found, needed))
                .orElseGet(() -> ImageVersion.isNewest(image.tag()));
    }

    /** Returns what the preset says of a version as old as this; empty when it is new enough, or not known. */
    Optional<Refusal> refusal() {
        return version.flatMap(found -> preset.refusals().stream()
                .filter(refusal -> refusal.meetsVersion(found))
                .findFirst());
    }

    /** Returns that its health check has to be replaced by one which this version does not know; empty when it need not. */
    Optional<Finding> healthcheck(TemplateVariables variables) {
        return preset.compose()
                .healthcheck()
                .filter(wanted -> wanted.replaces(service.service().healthcheck(), variables))
                .flatMap(Healthcheck::needs)
                .filter(needed -> version.filter(found -> ImageVersion.isBefore(found, needed))
                        .isPresent())
                .map(needed -> Finding.error(
                                FindingId.PRESET_REFUSES,
                                "its health check would fail, and before " + needed + " " + preset.title()
                                        + " has no program that could ask with a certificate",
                                Remedy.advice("use " + preset.title() + " " + needed + " or newer"),
                                Remedy.advice("remove the health check"))
                        .about(service.name()));
    }

    /**
     * Returns that nobody can tell whether the version is new enough; empty when it is known, when the tag moves with the
     * newest one, and when a person named the preset for an image of their own.
     */
    Optional<Finding> unknown() {
        if (version.isPresent() || ImageVersion.isNewest(image.tag()) || !preset.fits(image)) {
            return Optional.empty();
        }
        return Optional.of(Finding.heldBack(
                        reference + " names no version, and the image is not on this machine",
                        Remedy.advice("name the version in the image's tag, beside a digest too"),
                        CallerFindings.always(service.name()))
                .about(service.name()));
    }

    /** Returns that a version is taken for granted; empty when it is known. */
    Optional<Finding> assumed() {
        return version.isPresent() || !ImageVersion.isNewest(image.tag()) || !preset.fits(image)
                ? Optional.empty()
                : Optional.of(Finding.note(
                                FindingId.VERSION_ASSUMED,
                                "the image " + reference
                                        + " is not on this machine, so it counts as the newest version of "
                                        + preset.title())
                        .about(service.name()));
    }
}
