package aria.cli.pkicert;

import aria.ca.online.Patience;
import aria.ca.online.Route;
import aria.cli.CaUrls;
import aria.cli.CommonOptions;
import aria.cli.WrongUsage;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which way to the CA: the one that runs, or its files. */
final class WayOptions {

    @Option(names = "--online", description = "Ask the running CA, and nothing else.")
    private boolean online;

    @Option(names = "--offline", description = "Use the CA's files, without asking (default: the running CA if it answers, else the files).")
    private boolean offline;

    @Option(names = "--ca-url", paramLabel = "URL", converter = CaUrls.class,
            description = "Where the CA runs (default: the ca-url in defaults.json).")
    private URI url;

    /** {@code --ca-url}; empty for the one in defaults.json. */
    Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    /** @throws WrongUsage when both ways are asked for */
    Route.Wish wish() {
        if (online && offline) {
            throw new WrongUsage("--online and --offline exclude each other");
        }
        return online ? Route.Wish.ONLINE : offline ? Route.Wish.OFFLINE : Route.Wish.AUTO;
    }

    /** Chooses. As {@link Route#choose}. */
    Route route(CommonOptions common) {
        return Route.choose(common.layout(), url(), wish(), Patience.NORMAL);
    }
}
