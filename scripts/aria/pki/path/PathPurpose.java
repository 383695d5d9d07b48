package aria.pki.path;

import aria.pki.CertificateView;
import aria.pki.Profile;
import aria.pki.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * Checks whether the peer of a path may be a TLS server, a client or both: its own key usages, and those of its CAs
 * (RFC 5280, 4.2.1.12).
 */
record PathPurpose(Purpose purpose, Profile profile) {
    void addProblems(Set<String> problems, List<CertificateView> path) {
        CertificateView leaf = path.get(0);
        if (purpose.server()) {
            add(
                    problems,
                    path,
                    KeyPurposeId.id_kp_serverAuth,
                    "not for servers (no serverAuth in its extended key usage)");
        }
        if (purpose.client()) {
            add(
                    problems,
                    path,
                    KeyPurposeId.id_kp_clientAuth,
                    "not for clients (no clientAuth in its extended key usage)");
        }
        if (purpose.server() && leaf.alternativeNames().isEmpty()) {
            problems.add(leaf.who() + " has no subject alternative names, so no client accepts it");
        }
        if (!leaf.mayBeUsedTo(KeyUsage.digitalSignature)
                && !leaf.mayBeUsedTo(KeyUsage.keyEncipherment)
                && !leaf.mayBeUsedTo(KeyUsage.keyAgreement)
                && !leaf.isAuthority()) {
            problems.add(leaf.who() + " may not be used for TLS (no digitalSignature in its key usage)");
        }
    }

    private void add(Set<String> problems, List<CertificateView> path, KeyPurposeId wanted, String problem) {
        for (int i = 0; i < path.size(); i++) {
            Optional<List<KeyPurposeId>> purposes = path.get(i).extendedKeyUsage();
            boolean any = purposes.map(list -> list.contains(KeyPurposeId.anyExtendedKeyUsage))
                    .orElse(i > 0 || profile == Profile.RFC5280);
            boolean free = any && (i > 0 || profile == Profile.RFC5280);
            if (!free && !purposes.map(list -> list.contains(wanted)).orElse(false)) {
                problems.add(path.get(i).who() + " is " + problem);
            }
        }
    }
}
