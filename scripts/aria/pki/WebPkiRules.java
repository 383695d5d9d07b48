package aria.pki;

import static aria.pki.LintRule.EVERYWHERE;
import static aria.pki.LintRule.LEAF;
import static aria.pki.LintRule.web;
import static aria.pki.Rfc5280Rules.when;

import aria.pki.CertificateView.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The additional lint rules of the CA/Browser Forum's Baseline Requirements (version 2) for public servers. */
final class WebPkiRules {

    private static final Set<Place> ROOT = Set.of(Place.ROOT);
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    static final List<LintRule> RULES = List.of(
            web(
                    "root-extended-key-usage",
                    "7.1.2.1.2",
                    ROOT,
                    view -> when(view.extendedKeyUsage().isPresent(), "is a root with an extended key usage")),
            web("root-authority-key-identifier", "7.1.2.1.3", ROOT, WebPkiRules::rootAuthorityKeyIdentifier),
            web(
                    "authority-key-identifier",
                    "7.1.2.11.1",
                    Set.of(Place.INTERMEDIATE, Place.LEAF),
                    view -> when(
                            view.authorityKeyIdentifier()
                                    .filter(identifier -> identifier.getAuthorityCertIssuer() != null
                                            || identifier.getAuthorityCertSerialNumber() != null)
                                    .isPresent(),
                            "has an authority key identifier with more than a key identifier")),
            web(
                    "key",
                    "6.1.5",
                    EVERYWHERE,
                    view -> when(
                            view.content()
                                    .getSubjectPublicKeyInfo()
                                    .getAlgorithm()
                                    .getAlgorithm()
                                    .equals(EdECObjectIdentifiers.id_Ed25519),
                            "has an Ed25519 key, which no public CA may certify")),
            web(
                            "leaf-is-ca",
                            "7.1.2.7.8",
                            LEAF,
                            view -> when(view.isAuthority(), "is a CA certificate, not a leaf certificate"))
                    .of(Profile.WEBPKI, Profile.STACK),
            web("leaf-extended-key-usage", "7.1.2.7.10", LEAF, WebPkiRules::leafExtendedKeyUsage),
            web("leaf-alternative-names", "7.1.2.7.12", LEAF, WebPkiRules::leafAlternativeNames),
            web("common-name", "7.1.4.3", LEAF, WebPkiRules::commonName),
            web("wildcard", "3.2.2.6", EVERYWHERE, WebPkiRules::wildcard));

    private WebPkiRules() {}

    private static Optional<String> rootAuthorityKeyIdentifier(CertificateView view) {
        Optional<AuthorityKeyIdentifier> identifier = view.authorityKeyIdentifier();
        if (identifier.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = identifier.get().getKeyIdentifierOctets();
        boolean others = identifier.get().getAuthorityCertIssuer() != null
                || identifier.get().getAuthorityCertSerialNumber() != null;
        boolean same = key != null
                && view.subjectKeyIdentifier()
                        .filter(own -> Arrays.equals(own, key))
                        .isPresent();
        return when(
                others || view.selfIssued() && !same,
                "is a root whose authority key identifier is not its own key identifier alone");
    }

    private static Optional<String> leafExtendedKeyUsage(CertificateView view) {
        Optional<List<KeyPurposeId>> purposes = view.extendedKeyUsage();
        return when(purposes.isEmpty(), "has no extended key usage")
                .or(() -> when(view.isCritical(Extension.extendedKeyUsage), "has a critical extended key usage"))
                .or(() -> when(purposes.get().contains(KeyPurposeId.anyExtendedKeyUsage), "is for any purpose"));
    }

    private static Optional<String> leafAlternativeNames(CertificateView view) {
        return when(view.alternativeNames().isEmpty(), "has no subject alternative names, so no client accepts it")
                .or(() -> when(
                        !view.emptySubject() && view.isCritical(Extension.subjectAlternativeName),
                        "has a subject, and its alternative names are critical"));
    }

    /**
     * "One of the values contained in the subjectAltName", letter by letter, and an address as RFC 3986 or 5952
     * writes it. A certificate for this machine alone is no public one and may be called anything, and the domain of
     * a wildcard is tolerated.
     */
    private static Optional<String> commonName(CertificateView view) {
        List<String> names = view.alternativeNames().orElse(List.of()).stream()
                .map(WebPkiRules::text)
                .toList();
        boolean local = !names.isEmpty() && names.stream().allMatch(LOCAL::contains);
        for (RDN rdn : view.subject().getRDNs(BCStyle.CN)) {
            String name = rdn.getFirst().getValue().toString();
            if (!local && !names.contains(name) && !names.contains("*." + name)) {
                return Optional.of("has a common name that is not among its alternative names: " + name);
            }
        }
        return Optional.empty();
    }

    /** Without the public suffix list only the suffixes of one label are known to be public. */
    private static Optional<String> wildcard(CertificateView view) {
        return view.alternativeNames().orElse(List.of()).stream()
                .filter(name -> name.getTagNo() == GeneralName.dNSName)
                .map(WebPkiRules::text)
                .filter(name -> name.startsWith("*.") && name.indexOf('.', 2) < 0)
                .findFirst()
                .map(name -> "has a wildcard over a whole top-level domain: " + name);
    }

    private static String text(GeneralName name) {
        return name.getTagNo() == GeneralName.iPAddress
                ? IpAddresses.text(ASN1OctetString.getInstance(name.getName()).getOctets())
                : name.getName().toString();
    }
}
