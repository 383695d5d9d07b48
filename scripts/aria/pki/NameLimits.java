package aria.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * The DNS and IP part of a CA certificate's name constraints (RFC 5280, 4.2.1.10). A kind without a permitted entry is free.
 *
 * @param permittedDns domains without a leading dot; empty list: none permitted; absent: all
 * @param permittedIps address and mask, 8 or 32 bytes
 * @param excludedDns  domains that are never allowed
 * @param excludedIps  address and mask
 */
record NameLimits(Optional<List<String>> permittedDns, Optional<List<byte[]>> permittedIps, List<String> excludedDns,
                  List<byte[]> excludedIps) {

    /** Reads the extension; without one everything is allowed. @throws PkiRefused when it can't be parsed */
    static NameLimits of(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.nameConstraints.getId());
        if (value == null) {
            return new NameLimits(Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        try {
            NameConstraints constraints = NameConstraints.getInstance(ASN1OctetString.getInstance(value).getOctets());
            Kinds permitted = Kinds.of(constraints.getPermittedSubtrees());
            Kinds excluded = Kinds.of(constraints.getExcludedSubtrees());
            return new NameLimits(permitted.anyDns(), permitted.anyIps(), excluded.dns(), excluded.ips());
        } catch (IllegalArgumentException | ClassCastException malformed) {
            throw new PkiRefused("The name constraints of '" + Certificates.commonName(certificate) + "' can't be read", malformed);
        }
    }

    /** The names of both kinds that a certificate below must not have. */
    List<String> forbidden(Names names) {
        List<String> forbidden = new ArrayList<>();
        for (String name : names.dns()) {
            boolean permitted = permittedDns.map(domains -> domains.stream().anyMatch(domain -> isWithin(name, domain))).orElse(true);
            if (!permitted || excludedDns.stream().anyMatch(domain -> isWithin(name, domain))) {
                forbidden.add(name);
            }
        }
        for (String ip : names.ips()) {
            byte[] address = IpAddresses.bytes(ip).orElseThrow();
            boolean permitted = permittedIps.map(ranges -> ranges.stream().anyMatch(range -> isWithin(address, range))).orElse(true);
            if (!permitted || excludedIps.stream().anyMatch(range -> isWithin(address, range))) {
                forbidden.add(ip);
            }
        }
        return forbidden;
    }

    private static boolean isWithin(String name, String domain) {
        return domain.isEmpty() || name.equals(domain) || name.endsWith("." + domain);
    }

    private static boolean isWithin(byte[] address, byte[] range) {
        if (range.length != 2 * address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            byte mask = range[address.length + i];
            if ((address[i] & mask) != (range[i] & mask)) {
                return false;
            }
        }
        return true;
    }

    private record Kinds(List<String> dns, List<byte[]> ips) {

        static Kinds of(GeneralSubtree[] subtreesOrNull) {
            List<String> dns = new ArrayList<>();
            List<byte[]> ips = new ArrayList<>();
            for (GeneralSubtree subtree : subtreesOrNull == null ? new GeneralSubtree[0] : subtreesOrNull) {
                GeneralName base = subtree.getBase();
                if (base.getTagNo() == GeneralName.dNSName) {
                    dns.add(base.getName().toString().toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""));
                } else if (base.getTagNo() == GeneralName.iPAddress) {
                    ips.add(ASN1OctetString.getInstance(base.getName()).getOctets());
                }
            }
            return new Kinds(dns, ips);
        }

        Optional<List<String>> anyDns() {
            return dns.isEmpty() ? Optional.empty() : Optional.of(dns);
        }

        Optional<List<byte[]>> anyIps() {
            return ips.isEmpty() ? Optional.empty() : Optional.of(ips);
        }
    }
}
