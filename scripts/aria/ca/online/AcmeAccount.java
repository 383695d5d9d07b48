package aria.ca.online;

import java.security.KeyPair;
import java.util.Optional;

/**
 * The ACME account that orders certificates.
 *
 * @param key      of the account; the CA makes the account when it doesn't know the key
 * @param external the account elsewhere that it belongs to; empty where the CA asks for none
 */
public record AcmeAccount(KeyPair key, Optional<External> external) {

    /**
     * An external account binding, given by the CA's operator (RFC 8555, 7.3.4).
     *
     * @param keyId  as the operator gave it
     * @param macKey as the operator gave it, base64url; not shown anywhere
     */
    public record External(String keyId, String macKey) {
        @Override
        public String toString() {
            return "External[" + keyId + "]";
        }
    }
}
