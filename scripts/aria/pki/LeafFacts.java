package aria.pki;

import java.util.Optional;

/**
 * What a person wants to know of a certificate.
 *
 * @param commonName  empty when the subject has none
 * @param names       subject alternative names
 * @param issuer      the issuer's common name
 * @param serialHex   lower case
 * @param fingerprint SHA-256 of the certificate, lower-case hex
 * @param keyLabel    for instance {@code P-256}
 * @param validity    first and last valid instant
 * @param authority   whether it may sign certificates
 * @param purpose     empty when it says nothing of TLS
 * @param provisioner step-ca's extension
 */
public record LeafFacts(
        String commonName,
        Names names,
        String issuer,
        String serialHex,
        String fingerprint,
        String keyLabel,
        Validity validity,
        boolean authority,
        Optional<Purpose> purpose,
        Optional<ProvisionerIdentity> provisioner) {}
