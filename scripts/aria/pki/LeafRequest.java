package aria.pki;

import static aria.finding.Remedy.advice;

import java.security.PublicKey;
import java.util.Optional;

/**
 * A leaf certificate to be issued. Its subject alternative names are exactly {@code names}; nothing is copied from
 * elsewhere.
 *
 * @param commonName  the compose service's or the person's name, 1 to 64 characters
 * @param names       subject alternative names; empty only for {@link Purpose#CLIENT}
 * @param publicKey   the key that is certified
 * @param purpose     extended key usages
 * @param validity    wanted; the issuer clamps it to its own
 * @param provisioner written as step-ca's extension when present
 */
public record LeafRequest(
        String commonName,
        Names names,
        PublicKey publicKey,
        Purpose purpose,
        Validity validity,
        Optional<ProvisionerIdentity> provisioner) {

    private static final int UB_COMMON_NAME = 64; // RFC 5280, appendix A.1

    /**
     * @throws aria.finding.RefusedException when the common name has a wrong length, or a server certificate would
     *                                       have no names
     */
    public LeafRequest {
        if (commonName.isEmpty() || commonName.length() > UB_COMMON_NAME) {
            throw PkiErrors.refused(
                    "the common name '" + commonName + "' has " + commonName.length()
                            + " characters; a certificate allows 1 to " + UB_COMMON_NAME,
                    advice("use a shorter name"));
        }
        if (purpose.server() && names.isEmpty()) {
            throw PkiErrors.refused(
                    "a server certificate for '" + commonName + "' needs at least one DNS name or IP address");
        }
    }
}
