package aria.cli;

import aria.ca.CaUrl;
import aria.ca.online.Route;
import aria.edit.yaml.PlainYaml;
import aria.operate.StepCaHere;
import aria.preset.Presets;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option for the address of the CA. */
public final class CaUrlOption {

    @Option(
            names = "--ca-url",
            paramLabel = "URL",
            converter = Converter.class,
            description =
                    "Where the CA runs (default: the ca-url in defaults.json, else where this project's container is published).")
    private URI url;

    /**
     * The option as a value; without it the address in the project's choices, else that in defaults.json. Whoever is to
     * contact these gets a {@link aria.finding.ConsentException} when nobody agreed to it on this machine.
     */
    public Route.Where where(CommonOptions common) {
        return new Route.Where(
                () -> Optional.ofNullable(url).or(() -> ChosenCa.of(common).map(ChosenCa::url)),
                new CaConsent(common),
                () -> StepCaHere.publishedAt(common.layout(), () -> Presets.builtIn(PlainYaml::load)));
    }

    /** Whether a person has named the CA, or agreed on this machine to the one that the project's choices name. */
    boolean isAgreed(CommonOptions common) {
        return url != null || ChosenCa.of(common).isPresent();
    }

    /** Reads {@code --ca-url}. */
    static final class Converter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            return CaUrl.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is not a valid CA address: write https://host:port"));
        }
    }
}
