package aria.plan;

import aria.compose.ComposeChange;
import aria.compose.ComposeChange.PutKey;
import aria.compose.Service;
import aria.edit.yaml.YamlScalar;
import aria.edit.yaml.YamlValue;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.preset.ImageName;
import aria.preset.ImageVersion;
import aria.preset.Preset;
import aria.preset.Preset.OldestSafe;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Services whose image is older than the oldest safe version of their preset. They get a warning; on request, the
 * image's tag becomes that version.
 */
final class OldImages {
    private final List<Old> found;
    private final boolean upgrade;

    OldImages(Stack stack, StackOptions options) {
        this.found = stack.services().stream()
                .filter(StackService::selected)
                .flatMap(OldImages::old)
                .toList();
        this.upgrade = options.upgradeImages();
    }

    /**
     * One such service.
     *
     * @param tag  of its image, as Docker Compose sees it
     * @param next the image to take instead; empty where the file does not say the tag itself, or says a digest with it
     */
    private record Old(String service, Preset preset, OldestSafe safe, String tag, Optional<String> next) {
        String problem() {
            return preset.title() + " " + tag + " " + safe.why();
        }
    }

    /** The warnings on those that stay. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Old old : found) {
            Remedy newer = Remedy.advice("use " + old.safe().version() + " or newer");
            if (old.next().isEmpty()) {
                String byHand = "; the tag comes from a variable or stands beside a digest, so it is left to you";
                findings.add(Finding.warning(FindingId.IMAGE_OLD, old.problem() + byHand, newer)
                        .about(old.service()));
            } else if (!upgrade) {
                findings.add(Finding.warning(
                                FindingId.IMAGE_OLD, old.problem(), Remedy.setting("--upgrade-images", ""), newer)
                        .about(old.service()));
            }
        }
        return findings;
    }

    /** The changes; none unless they were asked for. */
    List<ComposeChange> changes() {
        return !upgrade
                ? List.of()
                : found.stream()
                        .flatMap(old -> old
                                .next()
                                .<ComposeChange>map(image -> new PutKey(
                                        old.service(),
                                        "image",
                                        YamlValue.scalar(image),
                                        "version " + old.safe().version() + ", because " + old.problem()))
                                .stream())
                        .toList();
    }

    private static Stream<Old> old(StackService planned) {
        Service service = planned.service();
        Optional<OldestSafe> safe = planned.preset().flatMap(Preset::oldestSafe);
        String tag = service.image().map(ImageName::parse).map(ImageName::tag).orElse("");
        return safe
                .filter(oldest -> ImageVersion.isBefore(tag, oldest.version()))
                .map(oldest -> new Old(
                        service.name(), planned.preset().get(), oldest, tag, next(service, tag, oldest.version())))
                .stream();
    }

    /** The same image with this version in its tag. */
    private static Optional<String> next(Service service, String tag, String version) {
        return service.raw()
                .get("image")
                .filter(YamlScalar.class::isInstance)
                .map(image -> ((YamlScalar) image).text())
                .filter(image -> !image.contains("$") && image.endsWith(":" + tag))
                .map(image -> image.substring(0, image.length() - tag.length()) + ImageVersion.with(tag, version));
    }
}
