package aria.cli;

import aria.ca.online.Route;
import aria.edit.yaml.PlainYaml;
import aria.operate.StepCaHere;
import aria.preset.Presets;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says where the CA runs. */
public final class CaUrlOption {

    @Option(
            names = "--ca-url",
            paramLabel = "URL",
            converter = CaUrls.class,
            description =
                    "Where the CA runs (default: the ca-url in defaults.json, else where this project's container is published).")
    private URI url;

    /**
     * The option as a value; without it the address in the project's choices. Whoever is to contact that gets a
     * {@link aria.finding.ConsentException} when nobody agreed to it on this machine.
     */
    public Route.Where where(CommonOptions common) {
        return new Route.Where(
                () -> Optional.ofNullable(url).or(() -> ChosenCa.of(common).map(ChosenCa::url)),
                () -> StepCaHere.publishedAt(common.layout(), () -> Presets.builtIn(PlainYaml::load)));
    }
}
