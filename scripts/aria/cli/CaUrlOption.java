package aria.cli;

import aria.ca.online.Route;
import aria.edit.yaml.PlainYaml;
import aria.operate.StepCaHere;
import aria.preset.Presets;
import aria.store.Layout;
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

    /** The option as a value. */
    public Route.Where where(Layout layout) {
        return new Route.Where(
                Optional.ofNullable(url), () -> StepCaHere.publishedAt(layout, () -> Presets.builtIn(PlainYaml::load)));
    }
}
