package aria.cli;

import aria.ca.CaUrl;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --ca-url}. */
public final class CaUrls implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        return CaUrl.parse(text)
                .orElseThrow(() ->
                        new TypeConversionException("'" + text + "' is no address of a CA: write https://host:port"));
    }
}
