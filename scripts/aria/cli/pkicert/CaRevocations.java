package aria.cli.pkicert;

import aria.ca.config.CaConfig;
import aria.ca.config.CaFolder;
import aria.ca.online.HttpLimits;
import aria.ca.online.Route;
import aria.cli.CommonOptions;
import aria.cli.IssuerOptions;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.store.Layout;
import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.util.Map;
import java.util.Optional;

/**
 * What the running CA has revoked by itself, as {@code step ca revoke} has it do. It belongs on the project's list,
 * because servers do not unite two lists of one issuer.
 *
 * @param entries the numbers, each with its reason
 * @param unread  why they are not known; empty when they are, or when nobody asked
 * @param asked   whether the CA signs a list that could be asked for
 */
public record CaRevocations(Map<BigInteger, CRLReason> entries, Optional<Finding> unread, boolean asked) {
    /** Of a CA that signs no list. */
    public static final CaRevocations NONE = new CaRevocations(Map.of(), Optional.empty(), false);

    /** Keeps an unmodifiable copy. */
    public CaRevocations {
        entries = Map.copyOf(entries);
    }

    /** Asks a CA whose {@code ca.json} says that it signs a list, unless its files were requested. Throws nothing. */
    public static CaRevocations of(CommonOptions common, Layout layout, IssuerOptions issuer) {
        try {
            Optional<Route.Where> where = issuer.running(common);
            if (where.isEmpty()
                    || !new CaFolder(layout)
                            .config()
                            .filter(CaConfig::signsLists)
                            .isPresent()) {
                return NONE;
            }
            Route route = Route.choose(layout, where.get(), Route.Wish.AUTO, HttpLimits.NORMAL);
            return route.online().isEmpty()
                    ? unread(layout, "the list is kept " + route.reason())
                    : new CaRevocations(RunningList.of(route.online().get()).entries(), Optional.empty(), true);
        } catch (AriaException why) {
            return unread(layout, why.finding().message());
        }
    }

    private static CaRevocations unread(Layout layout, String why) {
        return new CaRevocations(
                Map.of(),
                Optional.of(Finding.warning(
                        FindingId.CA_UNREACHABLE,
                        layout.display(layout.revocationList()) + " may lack what the running CA has revoked: " + why,
                        Remedy.aria("pki-cert", "crl", "--fetch", "--renew"))),
                true);
    }

    /** Returns whether the CA's list was read; empty when nobody asked for it. */
    public Optional<Boolean> read() {
        return asked ? Optional.of(unread.isEmpty()) : Optional.empty();
    }
}
