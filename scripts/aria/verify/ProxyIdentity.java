package aria.verify;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.pki.Certificates;
import aria.stack.CertificateReload;
import aria.store.Layout;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a running proxy shows and whom it trusts, as it says itself. The proxy of a mere caller answers nobody, so that
 * no handshake tells.
 *
 * @param certificate the serial numbers of the certificates that it shows; one at most
 * @param authorities those of the CAs that it trusts
 */
public record ProxyIdentity(Set<BigInteger> certificate, Set<BigInteger> authorities) {
    private static final String ASK = "show ssl cert /etc/certs/tls.crt;show ssl ca-file /etc/certs/ca.crt";
    private static final int PARTS = 3;
    private static final Pattern SERIAL = Pattern.compile("(?m)^Serial: ([0-9A-F]{1,64})$");

    /** Keeps unmodifiable copies. */
    public ProxyIdentity {
        certificate = Set.copyOf(certificate);
        authorities = Set.copyOf(authorities);
    }

    /**
     * Asks a proxy.
     *
     * @return empty when it does not say
     * @throws aria.finding.UnavailableException when the engine or the proxy does not answer
     */
    public static Optional<ProxyIdentity> of(Engine engine, RunningService proxy) {
        return parse(String.join("\n", ProxySocket.ask(engine, proxy, ASK)));
    }

    /** Reads the answers to {@code show ssl cert} and {@code show ssl ca-file}; empty where one of them is not used. */
    public static Optional<ProxyIdentity> parse(String answers) {
        String[] used = answers.split("Filename: ");
        boolean both = used.length == PARTS && used[1].startsWith("/etc/certs/tls.crt\nStatus: Used\n");
        return both ? Optional.of(new ProxyIdentity(serials(used[1]), serials(used[2]))) : Optional.empty();
    }

    /** Returns whether these are the certificate that it shows and the CAs that it trusts. */
    public boolean is(X509Certificate leaf, List<X509Certificate> roots) {
        return certificate.equals(Set.of(leaf.getSerialNumber()))
                && authorities.equals(
                        roots.stream().map(X509Certificate::getSerialNumber).collect(Collectors.toSet()));
    }

    /** Compares what a proxy says with the files of its service. */
    public static Observation judged(Optional<ProxyIdentity> said, Layout layout, String service) {
        CertificateFile certificate = CertificateFile.read(layout.serviceCertificate(service));
        CertificateFile trust = CertificateFile.read(layout.serviceTrust(service));
        Optional<String> problem = certificate.problem().or(trust::problem);
        if (problem.isPresent()) {
            return Observation.skip("its certificate or CA here " + problem.get());
        }
        X509Certificate leaf = certificate.chain().get(0);
        return said.filter(identity -> identity.is(leaf, trust.chain())).isPresent()
                ? Observation.pass("")
                : Observation.fail(
                        (said.isPresent()
                                        ? "its proxy goes by an earlier certificate or CA than the files in "
                                        : "its proxy goes by other files than those that come from ")
                                + layout.display(certificate.path().getParent()) + " (" + Certificates.serialHex(leaf)
                                + ")",
                        CertificateReload.ofProxy(service).remedy());
    }

    private static Set<BigInteger> serials(String answer) {
        return SERIAL.matcher(answer)
                .results()
                .map(found -> new BigInteger(found.group(1), 16))
                .collect(Collectors.toSet());
    }
}
