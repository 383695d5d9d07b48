package aria.ca;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The address of a CA: {@code https://host:port}, without a path. */
public final class CaUrl {

    private static final int HTTPS = 443;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    private CaUrl() {}

    /** Reads one; empty when it has another scheme than https, no host, or a user, path or query. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip());
            boolean bare = url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && (url.getRawPath() == null
                            || url.getRawPath().isEmpty()
                            || url.getRawPath().equals("/"));
            boolean https = url.getScheme() != null
                    && url.getScheme().toLowerCase(Locale.ROOT).equals("https");
            return bare && https && url.getHost() != null && url.getPort() <= 65_535
                    ? Optional.of(
                            URI.create("https://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())))
                    : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** The port; 443 where none is written. */
    public static int port(URI url) {
        return url.getPort() < 0 ? HTTPS : url.getPort();
    }

    /** The host as a socket wants it, an IPv6 address without its brackets. */
    public static String host(URI url) {
        return url.getHost().replaceAll("^\\[|]$", "");
    }

    /** Whether it is an address of this machine alone. */
    public static boolean isLoopback(URI url) {
        return LOOPBACK.contains(host(url));
    }
}
