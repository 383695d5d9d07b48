package aria.pki;

import static aria.pki.LintRule.AUTHORITIES;
import static aria.pki.LintRule.EVERYWHERE;
import static aria.pki.LintRule.LEAF;
import static aria.pki.LintRule.advice;
import static aria.pki.LintRule.rfc;

import aria.pki.CertificateView.Place;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;

/** The certificate profile of RFC 5280, section 4, as lint rules. */
final class Rfc5280Rules {

    private static final int MAX_SERIAL_OCTETS = 20;
    private static final Set<ASN1ObjectIdentifier> NEVER_CRITICAL = Set.of(
            Extension.authorityKeyIdentifier,
            Extension.subjectKeyIdentifier,
            Extension.authorityInfoAccess,
            Extension.subjectInfoAccess,
            Extension.freshestCRL);
    private static final Set<ASN1ObjectIdentifier> ALWAYS_CRITICAL =
            Set.of(Extension.policyConstraints, Extension.inhibitAnyPolicy);

    static final List<LintRule> RULES = List.of(
            rfc(
                    "version",
                    "4.1.2.1",
                    EVERYWHERE,
                    view -> when(
                            view.content().getVersionNumber() != 3,
                            "has version " + view.content().getVersionNumber() + ", not 3")),
            rfc(
                    "serial",
                    "4.1.2.2",
                    Set.of(Place.INTERMEDIATE, Place.LEAF),
                    view -> when(
                            view.certificate().getSerialNumber().signum() <= 0,
                            "has a serial number that is not positive")),
            rfc(
                    "serial-length",
                    "4.1.2.2",
                    EVERYWHERE,
                    view -> when(
                            view.certificate().getSerialNumber().toByteArray().length > MAX_SERIAL_OCTETS,
                            "has a serial number of more than 20 octets")),
            rfc(
                    "signature-algorithm",
                    "4.1.1.2",
                    EVERYWHERE,
                    view -> when(
                            !view.content()
                                    .getSignature()
                                    .equals(view.structure().getSignatureAlgorithm()),
                            "names two different signature algorithms")),
            rfc(
                    "issuer",
                    "4.1.2.4",
                    EVERYWHERE,
                    view -> when(view.content().getIssuer().getRDNs().length == 0, "names no issuer")),
            rfc("subject", "4.1.2.6", AUTHORITIES, view -> when(view.emptySubject(), "is a CA without a subject")),
            rfc("time-encoding", "4.1.2.5", EVERYWHERE, TimeRules::problem),
            rfc("key", "4.1.2.7", EVERYWHERE, KeyRules::problem),
            rfc(
                    "duplicate-extension",
                    "4.2",
                    EVERYWHERE,
                    view -> when(
                            new HashSet<>(view.extensionOids()).size()
                                    < view.extensionOids().size(),
                            "has an extension twice")),
            rfc("criticality", "4.2.1.1, 4.2.1.2, 4.2.1.11, 4.2.1.14, 4.2.2", EVERYWHERE, Rfc5280Rules::criticality),
            rfc(
                    "authority-key-identifier",
                    "4.2.1.1",
                    Set.of(Place.INTERMEDIATE, Place.LEAF),
                    Rfc5280Rules::authorityKeyIdentifier),
            rfc("authority-key-identifier", "4.2.1.1", Set.of(Place.ROOT), Rfc5280Rules::authorityKeyIdentifier)
                    .of(Profile.RFC5280),
            rfc(
                    "subject-key-identifier",
                    "4.2.1.2",
                    AUTHORITIES,
                    view -> when(view.subjectKeyIdentifier().isEmpty(), "is a CA without a subject key identifier")),
            advice(
                    "leaf-key-identifier",
                    "4.2.1.2",
                    LEAF,
                    view -> when(view.subjectKeyIdentifier().isEmpty(), "has no subject key identifier")),
            advice(
                    "ca-key-usage",
                    "4.2.1.3",
                    AUTHORITIES,
                    view -> when(
                            view.keyUsage().isEmpty() || !view.isCritical(Extension.keyUsage),
                            "is a CA without a critical key usage")),
            advice(
                    "ca-key-cert-sign",
                    "4.2.1.3",
                    AUTHORITIES,
                    view -> when(
                            view.isAuthority()
                                    && view.keyUsage().isPresent()
                                    && !view.mayBeUsedTo(KeyUsage.keyCertSign),
                            "is a CA whose key usage does not include signing certificates")),
            rfc(
                    "key-usage-empty",
                    "4.2.1.3",
                    EVERYWHERE,
                    view -> when(
                            view.keyUsage()
                                    .filter(usage -> usage.getPadBits() >= 8 * usage.getBytes().length || isZero(usage))
                                    .isPresent(),
                            "has an empty key usage")),
            rfc(
                    "key-cert-sign",
                    "4.2.1.9",
                    EVERYWHERE,
                    view -> when(
                            !view.isAuthority()
                                    && view.keyUsage()
                                            .filter(usage -> usage.hasUsages(KeyUsage.keyCertSign))
                                            .isPresent(),
                            "may sign certificates but is not a CA")),
            rfc(
                    "basic-constraints-critical",
                    "4.2.1.9",
                    AUTHORITIES,
                    view -> when(
                            view.isAuthority() && !view.isCritical(Extension.basicConstraints),
                            "is a CA, but its basic constraints are not critical")),
            rfc("path-length", "4.2.1.9", EVERYWHERE, Rfc5280Rules::pathLength),
            rfc("alternative-names", "4.2.1.6", EVERYWHERE, AlternativeNameRules::problem)
                    .of(Profile.RFC5280, Profile.WEBPKI),
            rfc("alternative-names", "4.2.1.6", EVERYWHERE, AlternativeNameRules::looseProblem)
                    .of(Profile.STACK),
            rfc(
                    "extended-key-usage-empty",
                    "4.2.1.12",
                    EVERYWHERE,
                    view -> when(
                            view.extendedKeyUsage().filter(List::isEmpty).isPresent(),
                            "has an empty extended key usage")),
            rfc(
                    "name-constraints-place",
                    "4.2.1.10",
                    LEAF,
                    view -> when(
                            !view.isAuthority()
                                    && view.extension(Extension.nameConstraints).isPresent(),
                            "has name constraints but is not a CA")),
            rfc(
                    "name-constraints",
                    "4.2.1.10",
                    EVERYWHERE,
                    view -> NameLimits.of(view.certificate()).malformed()),
            rfc(
                            "name-constraints-critical",
                            "4.2.1.10",
                            EVERYWHERE,
                            view -> when(
                                    view.extension(Extension.nameConstraints).isPresent()
                                            && !view.isCritical(Extension.nameConstraints),
                                    "has name constraints that are not critical"))
                    .of(Profile.STACK, Profile.RFC5280),
            rfc("policies", "4.2.1.4, 4.2.1.5", EVERYWHERE, Rfc5280Rules::policies),
            rfc("information-access", "4.2.2.1", EVERYWHERE, Rfc5280Rules::informationAccess));

    private Rfc5280Rules() {}

    static Optional<String> when(boolean broken, String problem) {
        return broken ? Optional.of(problem) : Optional.empty();
    }

    private static boolean isZero(KeyUsage usage) {
        for (byte octet : usage.getBytes()) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> criticality(CertificateView view) {
        for (ASN1ObjectIdentifier oid : view.extensionOids()) {
            if (NEVER_CRITICAL.contains(oid) && view.isCritical(oid)) {
                return Optional.of("has a critical " + ExtensionNames.of(oid));
            }
            if (ALWAYS_CRITICAL.contains(oid) && !view.isCritical(oid)) {
                return Optional.of("has a " + ExtensionNames.of(oid) + " that is not critical");
            }
        }
        return Optional.empty();
    }

    /**
     * "The one exception": a self-signed certificate may leave it out. A trusted root that another root signed may
     * not.
     */
    private static Optional<String> authorityKeyIdentifier(CertificateView view) {
        var identifier = view.authorityKeyIdentifier();
        if (identifier.isEmpty()) {
            return when(!view.selfIssued(), "has no authority key identifier");
        }
        return when(
                !view.selfIssued() && identifier.get().getKeyIdentifierOctets() == null,
                "has an authority key identifier without a key identifier");
    }

    private static Optional<String> pathLength(CertificateView view) {
        Optional<BasicConstraints> constraints =
                view.basicConstraints().filter(each -> each.getPathLenConstraint() != null);
        return when(
                constraints.isPresent()
                        && (!constraints.get().isCA()
                                || constraints.get().getPathLenConstraint().signum() < 0
                                || !view.mayBeUsedTo(KeyUsage.keyCertSign)),
                "has a path length constraint that is not valid here");
    }

    private static Optional<String> policies(CertificateView view) {
        int policies = view.parsed(
                        Extension.certificatePolicies,
                        value -> ASN1Sequence.getInstance(value).size())
                .orElse(1);
        int mappings = view.parsed(
                        Extension.policyMappings,
                        value -> ASN1Sequence.getInstance(value).size())
                .orElse(1);
        int constraints = view.parsed(
                        Extension.policyConstraints,
                        value -> ASN1Sequence.getInstance(value).size())
                .orElse(1);
        return when(policies == 0 || mappings == 0 || constraints == 0, "has an empty policy extension")
                .or(() -> view.parsed(Extension.certificatePolicies, CertificatePolicies::getInstance)
                        .flatMap(all -> when(
                                Arrays.stream(all.getPolicyInformation())
                                                .map(PolicyInformation::getPolicyIdentifier)
                                                .distinct()
                                                .count()
                                        < all.getPolicyInformation().length,
                                "has a policy twice")));
    }

    private static Optional<String> informationAccess(CertificateView view) {
        return view.parsed(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance)
                .flatMap(
                        access -> when(access.getAccessDescriptions().length == 0, "has an empty authorityInfoAccess"));
    }
}
