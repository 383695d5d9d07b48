package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.CaInfo;
import aria.ca.OneTimeToken;
import aria.ca.ProvisionerKey;
import aria.ca.ProvisionerKeyFile;
import aria.ca.config.CaConfig;
import aria.ca.config.CaErrors;
import aria.pki.Certificates;
import aria.store.Layout;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLReason;
import java.time.Instant;
import java.util.Optional;

/**
 * This project's CA, reached over the network.
 *
 * @param layout  where its root and the provisioner's key lie
 * @param known   what is known of it here
 * @param client  to ask it
 */
public record OnlineCa(Layout layout, CaInfo known, StepCaClient client) {

    /**
     * The CA at this address.
     *
     * @param url {@code --ca-url}; empty for the one in defaults.json
     * @throws aria.finding.MissingCaException when there is no root certificate to trust
     * @throws aria.finding.RefusedException when no address is known
     */
    public static OnlineCa of(Layout layout, Optional<URI> url, HttpLimits patience) {
        CaInfo known = CaInfo.of(layout);
        URI address = url.or(known::url)
                .orElseThrow(() -> CaErrors.in(
                        layout.display(layout.defaultsJson()),
                        "the address of the CA is not known, because the file has no ca-url",
                        advice("use --ca-url https://host:port")));
        return new OnlineCa(layout, known, new StepCaClient(address, known.roots(), patience));
    }

    /**
     * Signs by one-time token.
     *
     * @param password of the provisioner, for a machine that has not got its key: the CA hands the encrypted key to
     *                 anybody; empty to use the key that lies here. Not changed
     * @throws aria.finding.RefusedException when there is no key, or the password doesn't open it
     * @throws aria.finding.UnavailableException when the CA does not answer
     */
    public TokenSigner tokenSigner(Optional<char[]> password) {
        return new TokenSigner(client, provisionerKey(password), provisioner(), known.longest());
    }

    /**
     * Revokes by token, with the provisioner's key that lies here.
     *
     * @throws aria.finding.RefusedException when there is none, or the CA refuses
     */
    public void revoke(BigInteger serial, CRLReason reason) {
        ProvisionerKey key = provisionerKey(Optional.empty());
        String fingerprint = Certificates.fingerprintSha256(known.roots().get(0));
        client.revoke(
                serial,
                reason,
                () -> OneTimeToken.forRevocation(key, provisioner(), client.url(), fingerprint, serial, Instant.now()));
    }

    private String provisioner() {
        return known.provisioner().orElse(CaConfig.PROVISIONER);
    }

    private ProvisionerKey provisionerKey(Optional<char[]> password) {
        if (password.isEmpty() && known.provisionerKey()) {
            return ProvisionerKeyFile.open(layout);
        }
        String where = "the provisioner '" + provisioner() + "' of " + client.url();
        char[] opens = password.orElseThrow(() -> CaErrors.option(
                "the key of " + where + " is not on this machine",
                advice("use --provisioner-password-file FILE"),
                advice("use --ca acme")));
        String encrypted = client.provisioners().stream()
                .filter(each -> each.type().equals("JWK") && each.name().equals(provisioner()))
                .findFirst()
                .flatMap(RemoteProvisioner::encryptedKey)
                .orElseThrow(() -> CaErrors.refused("the CA at " + client.url() + " has no JWK provisioner '"
                        + provisioner() + "' that provides its encrypted key"));
        return ProvisionerKey.open(encrypted.getBytes(StandardCharsets.US_ASCII), opens, "The key of " + where);
    }
}
