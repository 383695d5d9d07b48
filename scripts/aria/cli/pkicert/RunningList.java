package aria.cli.pkicert;

import aria.ca.config.CaErrors;
import aria.ca.online.HttpLimits;
import aria.ca.online.OnlineCa;
import aria.ca.online.Route;
import aria.ca.online.StepCaClient;
import aria.pki.Revocation;
import aria.store.Layout;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The revocation list that the running CA signs.
 *
 * @param ca   its address
 * @param list signed by an intermediate of it
 */
record RunningList(URI ca, X509CRL list) {

    /**
     * Asks for it.
     *
     * @throws aria.finding.RefusedException when the CA's intermediate did not sign it
     */
    static RunningList of(Layout layout, Route.Where where) {
        return of(Route.running(layout, where, HttpLimits.NORMAL));
    }

    /** As {@link #of(Layout, Route.Where)}, of a CA that was found. */
    static RunningList of(OnlineCa running) {
        StepCaClient ca = running.client();
        X509CRL list = ca.crl();
        List<X509Certificate> issuers = ca.intermediates();
        if (issuers.stream()
                .noneMatch(issuer -> Revocation.foreign(list, issuer).isEmpty())) {
            throw CaErrors.refused(
                    "the revocation list of " + ca.url() + " was not signed by its intermediate and is not used");
        }
        return new RunningList(ca.url(), list);
    }

    /** Returns the numbers on the list, each with its reason. */
    Map<BigInteger, CRLReason> entries() {
        Map<BigInteger, CRLReason> entries = new LinkedHashMap<>();
        Optional.ofNullable(list.getRevokedCertificates())
                .orElse(Set.of())
                .forEach(entry -> entries.put(
                        entry.getSerialNumber(),
                        Optional.ofNullable(entry.getRevocationReason()).orElse(CRLReason.UNSPECIFIED)));
        return entries;
    }
}
