package aria.pki.path;

import aria.finding.RefusedException;
import aria.pki.CertificateLint;
import aria.pki.CertificateView;
import aria.pki.CertificateView.Place;
import aria.pki.Certificates;
import aria.pki.ExtensionNames;
import aria.pki.KeyRules;
import aria.pki.NameSyntax;
import aria.pki.Revocation;
import aria.pki.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;

/** Checks one path, from the peer to the root: RFC 5280, 6.1, for every certificate in it, including the root. */
record PathRules(PathQuestion question, SignatureChecks signatures) {
    /** Everything that is wrong; each thing once, the peer's first. */
    List<String> problems(List<X509Certificate> path) {
        Set<String> problems = new LinkedHashSet<>();
        try {
            List<CertificateView> views =
                    path.stream().map(CertificateView::new).toList();
            path.forEach(certificate -> addValidity(problems, certificate, question.at()));
            addLinks(problems, views);
            addLeaf(problems, views);
            for (int i = 0; i < views.size(); i++) {
                problems.addAll(CertificateLint.refusals(views.get(i), place(i, views.size()), question.profile()));
                addCriticalExtensions(problems, views.get(i));
            }
            new PathNames(views).addForbidden(problems);
            problems.addAll(Revocation.problems(path, question.crls(), question.at(), question.profile()));
            if (problems.isEmpty()) {
                JdkPath.problem(path, question.at()).ifPresent(problems::add);
            }
        } catch (RefusedException malformed) {
            problems.add(malformed.getMessage());
        } catch (IllegalArgumentException | IllegalStateException undecodable) {
            problems.add(
                    "a certificate of the path contains something that cannot be decoded"); // decoded when it is asked
            // for
        }
        return List.copyOf(problems);
    }

    static void addValidity(Set<String> problems, X509Certificate certificate, Instant at) {
        Validity validity = Certificates.validity(certificate);
        if (at.isAfter(validity.notAfter())) {
            problems.add("'" + Certificates.commonName(certificate) + "' expired on " + validity.notAfter());
        } else if (at.isBefore(validity.notBefore())) {
            problems.add("'" + Certificates.commonName(certificate) + "' is not valid before " + validity.notBefore());
        }
    }

    private void addLinks(Set<String> problems, List<CertificateView> path) {
        int counted = 0; // CAs below that aren't self-issued: 4.2.1.9
        for (int i = 0; i + 1 < path.size(); i++) {
            counted += i > 0 && !path.get(i).selfIssued() ? 1 : 0;
            addLink(problems, path.get(i).certificate(), path.get(i + 1).certificate(), counted, signatures);
            if (!KeyRules.isAcceptedSignature(
                    path.get(i).structure().getSignatureAlgorithm().getAlgorithm())) {
                problems.add(path.get(i).who() + " is signed with an algorithm that is not accepted");
            }
        }
        if (counted > question.maxDepth()) {
            problems.add("there are " + counted + " CAs between the certificate and the root; the limit is "
                    + question.maxDepth());
        }
    }

    /**
     * Whether the one may have signed the other, and did.
     *
     * @param authoritiesBelow CAs below the issuer that aren't self-issued
     */
    static void addLink(
            Set<String> problems,
            X509Certificate subject,
            X509Certificate issuer,
            int authoritiesBelow,
            SignatureChecks signatures) {
        String who = "'" + Certificates.commonName(subject) + "'";
        String by = "'" + Certificates.commonName(issuer) + "'";
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            problems.add(
                    who + " names '" + Certificates.issuerName(subject) + "' as its issuer, but is followed by " + by);
            return;
        }
        if (!signatures.isSignedBy(subject, issuer)) {
            problems.add(who + " was not signed by the key of " + by);
        }
        if (!Certificates.isAuthority(issuer)) {
            problems.add(by + " may not sign certificates");
        } else if (issuer.getBasicConstraints() < authoritiesBelow) {
            problems.add(by + " allows " + issuer.getBasicConstraints() + " CAs below it, but has " + authoritiesBelow);
        }
        if (!namesKeyOf(subject, issuer)) {
            problems.add(who + " identifies another issuer key than that of " + by + " (authority key identifier)");
        }
    }

    /**
     * Whether the authority key identifier is the one that the issuer gives its key, or one of both isn't there:
     * there are many ways to make one.
     */
    static boolean namesKeyOf(X509Certificate subject, X509Certificate issuer) {
        try {
            byte[] named = new CertificateView(subject)
                    .authorityKeyIdentifier()
                    .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
                    .orElse(null);
            return named == null
                    || new CertificateView(issuer)
                            .subjectKeyIdentifier()
                            .map(own -> Arrays.equals(named, own))
                            .orElse(true);
        } catch (RefusedException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private void addLeaf(Set<String> problems, List<CertificateView> path) {
        CertificateView leaf = path.get(0);
        question.purpose()
                .ifPresent(purpose -> new PathPurpose(purpose, question.profile()).addProblems(problems, path));
        for (String name : question.names()) {
            if (!HostNames.match(leaf.certificate(), name)) {
                List<String> own = leaf.alternativeNames().orElse(List.of()).stream()
                        .map(NameSyntax::show)
                        .limit(8)
                        .toList();
                problems.add(leaf.who() + " is not for " + name
                        + (own.isEmpty() ? ": it has no alternative names" : ", but for " + String.join(", ", own)));
            }
        }
    }

    private static void addCriticalExtensions(Set<String> problems, CertificateView view) {
        for (ASN1ObjectIdentifier oid : view.extensionOids()) {
            if (view.isCritical(oid) && !ExtensionNames.isUnderstood(oid)) {
                problems.add(view.who() + " has an unrecognized critical extension: " + ExtensionNames.of(oid));
            }
        }
    }

    private static Place place(int index, int length) {
        return index == 0 ? Place.LEAF : index == length - 1 ? Place.ROOT : Place.INTERMEDIATE;
    }
}
