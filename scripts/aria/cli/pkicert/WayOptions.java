package aria.cli.pkicert;

import aria.ca.online.HttpLimits;
import aria.ca.online.Route;
import aria.cli.CaUrlOption;
import aria.cli.CommonOptions;
import aria.finding.FindingId;
import aria.finding.UsageException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose the running CA or its files. */
final class WayOptions {

    @Option(names = "--online", description = "Use only the running CA.")
    private boolean online;

    @Option(
            names = "--offline",
            description = "Use only the CA's files (default: the running CA if it answers, else the files).")
    private boolean offline;

    @Mixin
    private CaUrlOption url;

    /** @throws UsageException when both ways are asked for */
    Route.Wish wish() {
        if (online && offline) {
            throw new UsageException(FindingId.WRONG_USAGE, "--online and --offline exclude each other");
        }
        return online ? Route.Wish.ONLINE : offline ? Route.Wish.OFFLINE : Route.Wish.AUTO;
    }

    /** Chooses. As {@link Route#choose}. */
    Route route(CommonOptions common) {
        Route.Wish wish = wish() == Route.Wish.AUTO && signer(common).equals(Optional.of("offline"))
                ? Route.Wish.OFFLINE
                : wish();
        return choose(common, wish);
    }

    /** As {@link #route}, to revoke: whoever signs, a running CA would renew what it does not know to be revoked. */
    Route revoking(CommonOptions common) {
        return choose(common, wish());
    }

    private Route choose(CommonOptions common, Route.Wish wish) {
        return Route.choose(common.layout(), url.where(common), wish, HttpLimits.NORMAL);
    }

    private static Optional<String> signer(CommonOptions common) {
        return common.choices().choices().ca().signer();
    }
}
