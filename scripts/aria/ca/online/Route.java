package aria.ca.online;

import aria.ca.CaInfo;
import aria.ca.CaUrl;
import aria.finding.RefusedException;
import aria.finding.UnavailableException;
import aria.store.Layout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way to this project's CA: the running CA or its files.
 *
 * @param online the running CA; empty for its files
 * @param reason why this way, for a person: the end of a sentence that begins with what was done
 */
public record Route(Optional<OnlineCa> online, String reason) {

    private static final Duration KNOCK = Duration.ofSeconds(2);

    /** The user's choice. */
    public enum Wish {
        AUTO,
        ONLINE,
        OFFLINE
    }

    /** The consent to contact an address that came with the project's files. */
    public interface Consent {
        /** For addresses that nobody has to agree to. */
        Consent ALWAYS = new Consent() {
            @Override
            public boolean given(URI url) {
                return true;
            }

            @Override
            public void require(URI url) {}
        };

        /** Returns whether it was given before. Asks nobody. */
        boolean given(URI url);

        /**
         * Returns when it is given; may ask.
         *
         * @throws aria.finding.ConsentException when it is not
         */
        void require(URI url);
    }

    /**
     * The possible places of the CA.
     *
     * @param asked     {@code --ca-url}; empty for the address in defaults.json; looked up only when a CA is to be
     *                  contacted
     * @param consent   to contact the address in defaults.json
     * @param elsewhere where else it may be found; looked for only when nobody of ours answers at the address in
     *                  defaults.json
     */
    public record Where(Supplier<Optional<URI>> asked, Consent consent, Supplier<Optional<URI>> elsewhere) {

        /** At this address, else at that in defaults.json, and nowhere else. */
        public static Where at(Optional<URI> asked) {
            return new Where(() -> asked, Consent.ALWAYS, Optional::empty);
        }

        Optional<URI> other() {
            return asked.get().isPresent() ? Optional.empty() : elsewhere.get();
        }
    }

    /**
     * Chooses. With {@link Wish#AUTO} the running CA when it answers and is ours, else the files when the CA's key is
     * among them.
     *
     * @throws aria.finding.MissingCaException when there is neither
     * @throws UnavailableException when only the running CA would do, and it does not answer
     * @throws RefusedException     when only the running CA would do, and what answers is another
     */
    public static Route choose(Layout layout, Where where, Wish wish, HttpLimits patience) {
        if (wish == Wish.OFFLINE) {
            return new Route(Optional.empty(), "with the CA's files, as requested");
        }
        CaInfo known = CaInfo.of(layout);
        if (wish == Wish.ONLINE || !known.offline()) {
            OnlineCa ca = running(layout, where, patience);
            return new Route(
                    Optional.of(ca),
                    "by the CA at " + ca.client().url()
                            + (wish == Wish.ONLINE ? ", as requested" : ", because its key is not on this machine"));
        }
        Route first = where.asked()
                .get()
                .or(() -> known.url().filter(where.consent()::given))
                .map(url -> tried(layout, url, patience))
                .orElseGet(() -> files(known.url()
                        .map(url -> "nobody agreed on this machine to contact " + url + " (--ca-url does)")
                        .orElse("no address of a running CA is known")));
        return first.online().isPresent()
                ? first
                : where.other()
                        .map(url -> tried(layout, url, patience))
                        .filter(other -> other.online().isPresent())
                        .orElse(first);
    }

    /** The CA that runs, and nothing else. Throws as {@link #choose} does. */
    public static OnlineCa running(Layout layout, Where where, HttpLimits patience) {
        Optional<URI> asked = where.asked().get();
        Optional<URI> file =
                asked.isPresent() ? Optional.empty() : CaInfo.of(layout).url();
        try {
            Optional<URI> ours = file.filter(url -> !where.consent().given(url)).flatMap(url -> where.other());
            if (ours.isEmpty()) {
                file.ifPresent(where.consent()::require);
            }
            return healthy(layout, asked.or(() -> ours), patience);
        } catch (UnavailableException | RefusedException absent) {
            return where.other()
                    .map(url -> healthy(layout, Optional.of(url), patience))
                    .orElseThrow(() -> absent);
        }
    }

    private static OnlineCa healthy(Layout layout, Optional<URI> url, HttpLimits patience) {
        OnlineCa ca = OnlineCa.of(layout, url, patience);
        ca.client().requireHealthy();
        return ca;
    }

    private static Route tried(Layout layout, URI url, HttpLimits patience) {
        return knock(url).map(Route::files).orElseGet(() -> ifOurs(layout, url, patience));
    }

    /** As {@link #choose}, once something listens there. */
    private static Route ifOurs(Layout layout, URI url, HttpLimits patience) {
        try {
            return new Route(
                    Optional.of(healthy(layout, Optional.of(url), patience)),
                    "by the CA at " + url + ", which answers");
        } catch (RefusedException other) {
            return files("the server at " + url + " is not this CA");
        } catch (UnavailableException sick) {
            return files("the CA at " + url + " is not healthy");
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
        return new Route(Optional.empty(), "with the CA's files, because " + why);
    }
}
