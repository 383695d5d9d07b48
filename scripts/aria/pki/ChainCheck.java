package aria.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Whether a chain is good: the JDK's path validation (RFC 5280, 6.1), and what it leaves out. It does not look at the trusted
 * root's own validity, key usage and name constraints, nor at the leaf's purpose and names.
 */
public final class ChainCheck {

    /** Longer chains are refused unread. */
    private static final int MAX_LENGTH = 8;

    private ChainCheck() {
    }

    /**
     * Everything that is wrong, as lines for a person.
     *
     * @param chain   leaf first, then its issuers; a root at the end is tolerated
     * @param roots   the trusted ones
     * @param at      when it has to be valid
     * @param purpose what the leaf has to be good for
     * @return empty when it is valid
     */
    public static List<String> problems(List<X509Certificate> chain, List<X509Certificate> roots, Instant at, Purpose purpose) {
        if (chain.isEmpty() || chain.size() > MAX_LENGTH) {
            return List.of(chain.isEmpty() ? "there is no certificate" : "the chain has more than " + MAX_LENGTH + " certificates");
        }
        List<X509Certificate> path = withoutRoots(chain, roots);
        Optional<X509Certificate> root = path.isEmpty() ? Optional.empty() : issuerAmong(roots, path.get(path.size() - 1));
        if (root.isEmpty()) {
            return List.of(path.isEmpty() ? "the certificate is the trusted root itself"
                    : "signed by '" + Certificates.issuerName(path.get(path.size() - 1)) + "', which is not a trusted root");
        }
        List<X509Certificate> whole = new ArrayList<>(path);
        whole.add(root.get());
        Set<String> problems = new LinkedHashSet<>();
        for (X509Certificate certificate : whole) {
            addValidity(problems, certificate, at);
        }
        for (int i = 0; i + 1 < whole.size(); i++) {
            addLink(problems, whole.get(i), whole.get(i + 1), i);
        }
        addLeaf(problems, path, root.get(), purpose);
        if (problems.isEmpty()) {
            validate(path, root.get(), at).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    /**
     * Everything that keeps an intermediate from being used to sign at that time.
     *
     * @param roots those it may come from
     * @return empty when it is good
     */
    public static List<String> authorityProblems(X509Certificate intermediate, List<X509Certificate> roots, Instant at) {
        Set<String> problems = new LinkedHashSet<>();
        Optional<X509Certificate> root = issuerAmong(roots, intermediate);
        addValidity(problems, intermediate, at);
        if (!Certificates.isAuthority(intermediate)) {
            problems.add("'" + Certificates.commonName(intermediate) + "' may not sign certificates");
        }
        if (root.isEmpty()) {
            problems.add("'" + Certificates.commonName(intermediate) + "' was not signed by the root certificate beside it");
        } else {
            addValidity(problems, root.get(), at);
            addLink(problems, intermediate, root.get(), 0);
        }
        return List.copyOf(problems);
    }

    private static List<X509Certificate> withoutRoots(List<X509Certificate> chain, List<X509Certificate> roots) {
        X509Certificate last = chain.get(chain.size() - 1);
        return roots.contains(last) ? chain.subList(0, chain.size() - 1) : chain;
    }

    /** By name and signature: two roots of one name lie in the bundle while a CA is being rotated. */
    private static Optional<X509Certificate> issuerAmong(List<X509Certificate> roots, X509Certificate certificate) {
        return roots.stream()
                .filter(root -> root.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()) && isSignedBy(certificate, root))
                .findFirst();
    }

    private static void addValidity(Set<String> problems, X509Certificate certificate, Instant at) {
        Validity validity = Certificates.validity(certificate);
        if (at.isAfter(validity.notAfter())) {
            problems.add("'" + Certificates.commonName(certificate) + "' expired on " + validity.notAfter());
        } else if (at.isBefore(validity.notBefore())) {
            problems.add("'" + Certificates.commonName(certificate) + "' is not valid before " + validity.notBefore());
        }
    }

    private static void addLink(Set<String> problems, X509Certificate subject, X509Certificate issuer, int authoritiesBelow) {
        String who = "'" + Certificates.commonName(subject) + "'";
        String by = "'" + Certificates.commonName(issuer) + "'";
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            problems.add(who + " names '" + Certificates.issuerName(subject) + "' as its issuer, but is followed by " + by);
            return;
        }
        if (!isSignedBy(subject, issuer)) {
            problems.add(who + " was not signed by the key of " + by);
        }
        if (!Certificates.isAuthority(issuer)) {
            problems.add(by + " may not sign certificates");
        } else if (issuer.getBasicConstraints() < authoritiesBelow) {
            problems.add(by + " allows " + issuer.getBasicConstraints() + " CAs below it, and has " + authoritiesBelow);
        }
        byte[] named = authorityKeyIdentifier(subject);
        if (named != null && !Arrays.equals(named, Extensions.keyIdentifier(issuer))) {
            problems.add(who + " names another key as its issuer's than " + by + " has (authority key identifier)");
        }
    }

    private static void addLeaf(Set<String> problems, List<X509Certificate> path, X509Certificate root, Purpose purpose) {
        X509Certificate leaf = path.get(0);
        String who = "'" + Certificates.commonName(leaf) + "'";
        if (leaf.getBasicConstraints() >= 0) {
            problems.add(who + " is a CA certificate, not a service's");
        }
        boolean server = Certificates.purpose(leaf).map(Purpose::server).orElse(false);
        boolean client = Certificates.purpose(leaf).map(Purpose::client).orElse(false);
        if (purpose.server() && !server) {
            problems.add(who + " is not for servers (no serverAuth in its extended key usage)");
        }
        if (purpose.client() && !client) {
            problems.add(who + " is not for clients (no clientAuth in its extended key usage)");
        }
        Names names = Certificates.names(leaf);
        if (purpose.server() && names.isEmpty()) {
            problems.add(who + " has no subject alternative names: no client accepts it");
        }
        for (X509Certificate authority : withRoot(path, root)) {
            for (String name : NameLimits.of(authority).forbidden(names.plus(nameInSubject(leaf, names)))) {
                problems.add(who + " has the name " + name + ", which '" + Certificates.commonName(authority) + "' may not sign for");
            }
        }
    }

    /** A common name that looks like a host's is checked like one where no DNS name stands beside it: some clients fall back to it. */
    private static Names nameInSubject(X509Certificate leaf, Names names) {
        String commonName = Certificates.commonName(leaf);
        boolean looksLikeHost = names.dns().isEmpty() && commonName.indexOf('.') > 0 && commonName.matches("[A-Za-z0-9_.-]{1,253}");
        try {
            return looksLikeHost ? Names.of(List.of(commonName)) : Names.none();
        } catch (PkiRefused notAHost) {
            return Names.none();
        }
    }

    private static List<X509Certificate> withRoot(List<X509Certificate> path, X509Certificate root) {
        List<X509Certificate> authorities = new ArrayList<>(path.subList(1, path.size()));
        authorities.add(root);
        return authorities;
    }

    private static Optional<String> validate(List<X509Certificate> path, X509Certificate root, Instant at) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX").validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException invalid) {
            int index = Math.max(0, invalid.getIndex());
            return Optional.of("'" + Certificates.commonName(path.get(index)) + "': " + invalid.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PKIX validation", e);
        }
    }

    private static boolean isSignedBy(X509Certificate subject, X509Certificate issuer) {
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notItsSignature) {
            return false;
        }
    }

    private static byte[] authorityKeyIdentifier(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
        return value == null ? null : AuthorityKeyIdentifier.getInstance(ASN1OctetString.getInstance(value).getOctets()).getKeyIdentifierOctets();
    }
}
