package aria.plan;

import static aria.finding.Remedy.advice;

import aria.compose.GeneratedEnvFile;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.preset.Preset;
import aria.proxy.HaproxyConfig;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Generated files without the line that says who made them. They are kept, because a person takes a file over by
 * removing that line. Whoever packed an archive can do so, too, and what such a file says is not looked at.
 *
 * @param options with the place of generated files
 */
record TakenOver(StackOptions options) {

    /** Returns a warning for each of them. */
    List<Finding> findings(SecuredServices secured) {
        return Stream.concat(
                        secured.services().stream().flatMap(this::ofService),
                        secured.proxies().topology().sidecars().stream()
                                .flatMap(sidecar -> of(
                                        sidecar.service(),
                                        ProxyServices.folder(options, sidecar.service())
                                                .resolve(HaproxyConfig.FILE))))
                .toList();
    }

    private Stream<Finding> ofService(StackService service) {
        Stream<String> generated = service.preset().stream()
                .flatMap(preset ->
                        Stream.concat(preset.files().stream(), preset.sidecar().map(Preset.Sidecar::file).stream()))
                .map(Preset.GeneratedFile::name);
        return Stream.concat(generated, Stream.of(GeneratedEnvFile.NAME))
                .flatMap(name -> of(
                        service.name(),
                        options.layout().generatedFolder(service.name()).resolve(name)));
    }

    private Stream<Finding> of(String service, Path file) {
        return GeneratedHeader.takenOver(file)
                ? Stream.of(Finding.warning(
                                FindingId.TAKEN_OVER,
                                "the first line of this file is gone, so it is kept whatever it says, and may admit"
                                        + " anybody",
                                advice("read it"),
                                advice("delete it to have it written anew"))
                        .about(service)
                        .at(Place.of(options.layout().display(file))))
                : Stream.of();
    }
}
