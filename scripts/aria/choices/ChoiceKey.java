package aria.choices;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key of {@code aria.yaml}. What is read, what is suggested for a mistyped key, the JSON Schema and the page are
 * made of {@link #ALL}.
 *
 * @param path    the keys that lead to it with dots between them, {@code *} for a name that the user chooses
 * @param type    of the value, or of each item
 * @param list    whether it has a list of values
 * @param alone   whether one such value may stand without the brackets of the list
 * @param word    what may stand instead of such a list; empty for nothing
 * @param later   values that are valid, and that this version cannot honour yet: a pattern, empty for none
 * @param meaning for the page, one sentence
 */
public record ChoiceKey(
        String path, ValueType type, boolean list, boolean alone, String word, String later, String meaning) {
    /** The name of a user's choice in a path. */
    static final String ANY = "*";

    /** Instead of a list of callers. */
    static final String ANY_CALLER = "any";

    private static final String EVERY_VALUE = ".*";

    /** All keys, in the order of the page. */
    public static final List<ChoiceKey> ALL = List.of(
            one("version", ValueType.words("1"), "Version of the file's format."),
            one(
                    "profile",
                    ValueType.words("development", "production"),
                    "How strictly the setup is judged; `production`: a new CA does not issue by ACME."),
            one(
                    "mode",
                    ValueType.words("require", "request"),
                    "`request`: servers ask clients for a certificate without insisting."),
            one("proxies", ValueType.words("auto", "never"), "`never`: no proxies but for services with `via: proxy`."),
            one(
                    "crl",
                    ValueType.words("servers", "off"),
                    "`servers`: servers that can read them get the CA's revocation lists, which something has to renew in time."),
            one("validity", ValueType.DURATION, "Lifetime of the services' certificates."),
            one(
                    "warnBefore",
                    ValueType.DURATION,
                    "How long before its end a certificate that was not renewed is an error."),
            one("ca.dir", ValueType.PATH, "Folder of the CA."),
            one(
                    "ca.signer",
                    ValueType.words("auto", "offline", "jwk", "acme"),
                    "Who signs the services' certificates."),
            one("ca.acme", ValueType.words("servers", "off"), "What the CA issues by ACME."),
            one("ca.url", ValueType.URL, "Address of a CA elsewhere; contacted after you agreed on this machine."),
            many(
                            "ca.fingerprint",
                            ValueType.FINGERPRINT,
                            "SHA-256 of the root certificate of that CA; of both, while one follows the other.")
                    .orOne(),
            one("certs", ValueType.PATH, "Folder of the certificates."),
            one(
                    "override",
                    ValueType.PATH,
                    "Override file that takes every edit; without it compose files are edited in place."),
            one("proxyNetworks", ValueType.NETWORKS, "Addresses of the proxies' networks.")
                    .later("(?!auto$).*"),
            one(
                    "home",
                    ValueType.HOME,
                    "Folder for all that is generated. Outside the project it counts once it was named with `--home`."),
            one(
                    "audit.syslog",
                    ValueType.SYSLOG,
                    "Syslog server that gets the audit log, by TLS or on this machine; contacted after you agreed on this machine."),
            one(
                    "audit.webhook",
                    ValueType.URL,
                    "Address that gets the audit log as JSON; contacted after you agreed on this machine."),
            one(
                    "audit.trust",
                    ValueType.PATH,
                    "CA certificates (PEM) that these two are trusted by; without it those that Java trusts."),
            many("only", ValueType.SERVICE, "The only services that are secured and checked."),
            many("files", ValueType.PATH, "Compose files of the project, in merge order."),
            one(
                    "images.proxy",
                    ValueType.IMAGE,
                    "Image of the proxies at the side of services, such as that of a mirror."),
            one("images.init", ValueType.IMAGE, "Image of the one-shot services that deliver keys."),
            one("images.*", ValueType.PRESET, "Preset of every service with this image, named without its tag."),
            one(
                    "services.*.preset",
                    ValueType.PRESET,
                    "Preset of the service; the service `\"*\"` stands for all others."),
            many("services.*.sans", ValueType.HOST, "Further names for the service's certificate."),
            many("services.*.calls", ValueType.LISTENER, "Services that it calls, confirmed by you."),
            one(
                    "services.*.via",
                    ValueType.words("native", "proxy", "none"),
                    "How its connections are secured; `native`: by its own settings, and proxies at the side of callers alone; `proxy`: by a proxy at its side; `none`: it is left as it is."),
            one("services.*.because", ValueType.TEXT, "Why; required beside `via: none` and `secure: always`."),
            many("services.*.public", ValueType.PORT, "Container ports that stay open to everybody."),
            one(
                    "services.*.secure",
                    ValueType.words("always"),
                    "The service is secured even if callers cannot follow."),
            one(
                    "services.*.published",
                    ValueType.words("loopback"),
                    "Once it is behind a proxy, its published port may stay in plaintext on this machine."),
            one(
                    "services.*.stage",
                    ValueType.STAGE,
                    "Whether its proxy also accepts plaintext at the names and ports of the server; `enforce`: it does not."),
            one("services.*.user", ValueType.OWNER, "The user that it runs as, where neither file nor image says so."),
            one("services.*.mode", ValueType.words("require", "request"), "As `mode`, for this service."),
            many(
                            "services.*.callers",
                            ValueType.SERVICE,
                            "The only services that may call it, whoever names it; `any`: everybody on its networks may.")
                    .or(ANY_CALLER),
            many("people.*", ValueType.TARGET, "Services that this person may call.")
                    .later(EVERY_VALUE));

    /** Returns the key with this path; empty when there is none. */
    static Optional<ChoiceKey> of(String path) {
        return ALL.stream().filter(key -> key.path.equals(path)).findFirst();
    }

    /**
     * Returns the names that may follow a path.
     *
     * @param prefix empty, or ending with a dot
     */
    static List<String> below(String prefix) {
        return ALL.stream()
                .map(ChoiceKey::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> Stream.of(path.substring(prefix.length()).split("\\."))
                        .findFirst()
                        .orElseThrow())
                .distinct()
                .toList();
    }

    /** Whether this version cannot honour a value. */
    boolean isLater(String text) {
        return text.matches(later);
    }

    private static ChoiceKey one(String path, ValueType type, String meaning) {
        return new ChoiceKey(path, type, false, false, "", "", meaning);
    }

    private static ChoiceKey many(String path, ValueType type, String meaning) {
        return new ChoiceKey(path, type, true, false, "", "", meaning);
    }

    private ChoiceKey later(String values) {
        return new ChoiceKey(path, type, list, alone, word, values, meaning);
    }

    private ChoiceKey or(String text) {
        return new ChoiceKey(path, type, list, alone, text, later, meaning);
    }

    private ChoiceKey orOne() {
        return new ChoiceKey(path, type, list, true, word, later, meaning);
    }
}
