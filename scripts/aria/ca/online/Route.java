package aria.ca.online;

import aria.ca.CaRefused;
import aria.ca.CaUnreachable;
import aria.ca.CaUrl;
import aria.ca.KnownCa;
import aria.ca.NoCaYet;
import aria.store.Layout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * The way to this project's CA: the one that runs, or its files.
 *
 * @param online the running CA; empty for its files
 * @param reason why this way, for a person: the end of a sentence that begins with what was done
 */
public record Route(Optional<OnlineCa> online, String reason) {

    private static final Duration KNOCK = Duration.ofSeconds(2);

    /** What the user wants. */
    public enum Wish { AUTO, ONLINE, OFFLINE }

    /**
     * Chooses. With {@link Wish#AUTO} the running CA when it answers and is ours, else the files when the CA's key is among them.
     *
     * @param url {@code --ca-url}; empty for the one in defaults.json
     * @throws NoCaYet       when there is neither
     * @throws CaUnreachable when only the running CA would do, and it does not answer
     * @throws CaRefused     when only the running CA would do, and what answers is another
     */
    public static Route choose(Layout layout, Optional<URI> url, Wish wish, Patience patience) {
        if (wish == Wish.OFFLINE) {
            return new Route(Optional.empty(), "with the CA's files, as asked");
        }
        KnownCa known = KnownCa.of(layout);
        Optional<URI> address = url.or(known::url);
        boolean must = wish == Wish.ONLINE || !known.offline();
        if (must) {
            OnlineCa ca = OnlineCa.of(layout, url, patience);
            ca.client().requireHealthy();
            return new Route(Optional.of(ca), "by the CA at " + ca.client().url()
                    + (wish == Wish.ONLINE ? ", as asked" : ": its key is not on this machine"));
        }
        if (address.isEmpty()) {
            return files("no address of a running CA is known");
        }
        return knock(address.get()).map(Route::files).orElseGet(() -> ifOurs(layout, address.get(), patience));
    }

    /** As {@link #choose}, once something listens there. */
    private static Route ifOurs(Layout layout, URI url, Patience patience) {
        try {
            OnlineCa ca = OnlineCa.of(layout, Optional.of(url), patience);
            ca.client().requireHealthy();
            return new Route(Optional.of(ca), "by the CA at " + url + ", which answers");
        } catch (CaRefused other) {
            return files("what answers at " + url + " is not this CA");
        } catch (CaUnreachable sick) {
            return files("the CA at " + url + " does not answer well");
        }
    }

    /** Whether something listens, before HTTP and TLS are loaded; else why not. */
    private static Optional<String> knock(URI url) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(CaUrl.host(url), CaUrl.port(url)), (int) KNOCK.toMillis());
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of("no address is known for " + url.getHost());
        } catch (IOException silent) {
            return Optional.of("no CA answers at " + url);
        }
    }

    private static Route files(String why) {
        return new Route(Optional.empty(), "with the CA's files, for " + why);
    }
}
