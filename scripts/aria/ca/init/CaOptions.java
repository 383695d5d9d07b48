package aria.ca.init;

import aria.ca.config.CaConfig;
import aria.pki.KeyType;
import aria.pki.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of init-ca. An existing ca.json keeps its settings, unless an option differs from its default.
 *
 * @param name                 of the CA; the certificates are called {@code <name> Root CA} and
 *                             {@code <name> Intermediate CA}
 * @param dns                  the DNS names and addresses step-ca answers to ({@code dnsNames})
 * @param address              where step-ca listens, {@code host:port} or {@code :port}
 * @param rootValidity         lifetime of the root certificate
 * @param intermediateValidity lifetime of the intermediate certificate
 * @param keyType              of both keys
 * @param db                   {@code badgerv2} or {@code postgresql}
 * @param permitDomains        name constraints; empty for none
 * @param rootKey              where the root's key goes
 * @param force                replace a CA that is there, after a backup
 * @param policyNames          the names step-ca may certify; {@code dns} is added to them
 * @param acme                 whether the CA issues for servers by ACME; empty: as ca.json says, and a new one does
 * @param brought              a CA made elsewhere that is to be taken over
 */
public record CaOptions(
        String name,
        List<String> dns,
        String address,
        Duration rootValidity,
        Duration intermediateValidity,
        KeyType keyType,
        String db,
        List<String> permitDomains,
        RootKeyPlace rootKey,
        boolean force,
        Names policyNames,
        Optional<Boolean> acme,
        ImportedCa brought) {

    public static final String DEFAULT_NAME = "ARIA";
    public static final List<String> DEFAULT_DNS = List.of("step-ca", "localhost", "127.0.0.1", "::1");
    public static final Duration DEFAULT_ROOT_VALIDITY = Duration.ofDays(3650);
    public static final Duration DEFAULT_INTERMEDIATE_VALIDITY = Duration.ofDays(1825);
    public static final String DEFAULT_DB = "badgerv2";

    public CaOptions {
        dns = List.copyOf(dns);
        permitDomains = List.copyOf(permitDomains);
    }

    /** As they are meant: a root key that is a file there is one to sign with, and not the place for a new one. */
    CaOptions under(Path directory) {
        if (!(rootKey instanceof RootKeyPlace.In place) || !Files.isRegularFile(directory.resolve(place.folder()))) {
            return this;
        }
        return new CaOptions(
                name,
                dns,
                address,
                rootValidity,
                intermediateValidity,
                keyType,
                db,
                permitDomains,
                new RootKeyPlace.Keep(),
                force,
                policyNames,
                acme,
                brought.signingWith(place.folder()));
    }

    /** Every option at its default. */
    public static CaOptions defaults(Names policyNames) {
        return new CaOptions(
                DEFAULT_NAME,
                DEFAULT_DNS,
                CaConfig.DEFAULT_ADDRESS,
                DEFAULT_ROOT_VALIDITY,
                DEFAULT_INTERMEDIATE_VALIDITY,
                KeyType.P256,
                DEFAULT_DB,
                List.of(),
                new RootKeyPlace.Keep(),
                false,
                policyNames,
                Optional.empty(),
                ImportedCa.none());
    }
}
