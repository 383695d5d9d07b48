package aria.pki;

/**
 * The JWK provisioner of step-ca that a leaf certificate names. With it, step-ca applies the provisioner's claims to
 * a renewal ({@code disableRenewal}) and can renew after expiry. The provisioner must exist in ca.json; otherwise
 * step-ca answers 401.
 *
 * @param name  the provisioner's name in ca.json
 * @param keyId the {@code kid} of its JWK
 */
public record ProvisionerIdentity(String name, String keyId) {}
