package aria.pki.path;

import aria.pki.CertificateView;
import aria.pki.IpAddresses;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Compares a certificate with the requested name (RFC 6125, RFC 9525): by its alternative names, never by its common
 * name.
 */
public final class HostNames {

    private HostNames() {}

    /**
     * Whether the certificate was issued for that name. A wildcard stands for exactly one whole label, the leftmost,
     * and only above two or more others.
     *
     * @param reference a DNS name, an IP address, or a mailbox
     * @throws aria.finding.RefusedException when the certificate's alternative names can't be read
     */
    public static boolean match(X509Certificate certificate, String reference) {
        List<GeneralName> names =
                new CertificateView(certificate).alternativeNames().orElse(List.of());
        Optional<byte[]> address = IpAddresses.bytes(reference);
        if (address.isPresent()) {
            return names.stream()
                    .filter(name -> name.getTagNo() == GeneralName.iPAddress)
                    .anyMatch(name -> Arrays.equals(
                            ASN1OctetString.getInstance(name.getName()).getOctets(), address.get()));
        }
        if (reference.indexOf('@') >= 0) {
            return names.stream()
                    .filter(name -> name.getTagNo() == GeneralName.rfc822Name)
                    .anyMatch(name -> sameMailbox(name.getName().toString(), reference));
        }
        String host = reference.endsWith(".") ? reference.substring(0, reference.length() - 1) : reference;
        return names.stream()
                .filter(name -> name.getTagNo() == GeneralName.dNSName)
                .anyMatch(name -> sameHost(name.getName().toString(), host));
    }

    private static boolean sameHost(String presented, String host) {
        if (!presented.startsWith("*.")) {
            return !host.isEmpty() && presented.indexOf('*') < 0 && presented.equalsIgnoreCase(host);
        }
        String domain = presented.substring(2);
        int dot = host.indexOf('.');
        return dot > 0
                && domain.indexOf('.') > 0
                && domain.indexOf('*') < 0
                && domain.equalsIgnoreCase(host.substring(dot + 1));
    }

    /** The part before the sign is the mailbox owner's business, down to its case (RFC 5321, 2.4). */
    private static boolean sameMailbox(String presented, String wanted) {
        int at = presented.lastIndexOf('@');
        int wantedAt = wanted.lastIndexOf('@');
        return at > 0
                && presented.substring(0, at).equals(wanted.substring(0, wantedAt))
                && presented.substring(at + 1).equalsIgnoreCase(wanted.substring(wantedAt + 1));
    }
}
