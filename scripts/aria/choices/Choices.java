package aria.choices;

import aria.edit.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The user's decisions about a project, as stored in {@code aria.yaml}. Open decisions are empty. Paths are absolute
 * and, but for {@code home}, inside the project.
 *
 * @param production    whether the setup is judged as one in production ({@code profile: production})
 * @param mode          {@code require} or {@code request}
 * @param proxies       {@code auto} or {@code never}
 * @param crl           {@code servers} or {@code off}
 * @param validity      lifetime of the services' certificates
 * @param warnBefore    how long before its end a certificate is an error
 * @param ca            where the CA is, and who signs
 * @param audit         where the audit log is sent
 * @param certs         folder of the certificates
 * @param home          folder of all that is generated; it may lie outside the project
 * @param override      file that takes every edit of compose files
 * @param only          the only services that count; empty for all
 * @param files         compose files in merge order; empty for those that are found
 * @param images        preset by image, the image without its tag
 * @param ownImages     images of the services that are added, by {@link #OWN_IMAGES}
 * @param services      by their names
 * @param places        where each key stands, by its path such as {@code services.db.secure}, and each item of a list
 */
public record Choices(
        boolean production,
        Optional<String> mode,
        Optional<String> proxies,
        Optional<String> crl,
        Optional<Duration> validity,
        Optional<Duration> warnBefore,
        Ca ca,
        Audit audit,
        Optional<Path> certs,
        Optional<Path> home,
        Optional<Path> override,
        List<String> only,
        List<Path> files,
        Map<String, String> images,
        Map<String, String> ownImages,
        Map<String, Service> services,
        Map<String, Position> places) {

    /** Nothing is decided. */
    public static final Choices NONE = new Choices(
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Ca(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            new Audit(Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    /** What the services that are added do: {@code proxy} and {@code init}. */
    public static final List<String> OWN_IMAGES = List.of("proxy", "init");

    /**
     * The place of the CA, and its signer.
     *
     * @param dir         its folder
     * @param signer      {@code auto}, {@code offline}, {@code jwk} or {@code acme}
     * @param acme        {@code servers} or {@code off}
     * @param url         where it runs, when that is elsewhere; never contacted without consent
     * @param fingerprints SHA-256 of its root, 64 hexadecimal digits; of several while one follows another, at least one when
     *                    {@code url} is there
     */
    public record Ca(
            Optional<Path> dir,
            Optional<String> signer,
            Optional<String> acme,
            Optional<String> url,
            List<String> fingerprints) {}

    /**
     * Where the audit log is sent; never without consent.
     *
     * @param syslog  the address of a syslog server
     * @param webhook an address for HTTPS
     * @param trust   CA certificates that both are trusted by
     */
    public record Audit(Optional<String> syslog, Optional<String> webhook, Optional<Path> trust) {
        /** Returns the addresses of both. */
        public List<String> addresses() {
            return Stream.concat(syslog.stream(), webhook.stream()).toList();
        }
    }

    /**
     * The decisions about one service.
     *
     * @param preset  its preset
     * @param sans    further names for its certificate
     * @param calls   listeners that it calls, each {@code service:port}
     * @param mode    {@code require} or {@code request}, where it differs from the project's
     * @param via     how its connections are secured: {@code native}, {@code proxy} or {@code none}
     * @param always  whether it is secured even if callers cannot follow ({@code secure: always})
     * @param local   whether its published port may stay in plaintext on this machine ({@code published: loopback})
     * @param stage   whether its proxy also accepts plaintext: {@code open}, {@code enforce} or {@code open until} a time
     * @param because why; there for {@code via: none}, and when {@code always} is true
     * @param user    the user that it runs as, {@code uid} or {@code uid:gid}
     * @param open    container ports that stay open to everybody
     * @param callers the only services that may call it, or {@code any}; empty for those that are found
     */
    public record Service(
            Optional<String> preset,
            List<String> sans,
            List<String> calls,
            Optional<String> mode,
            Optional<String> via,
            boolean always,
            boolean local,
            Optional<String> stage,
            Optional<String> because,
            Optional<String> user,
            Set<Integer> open,
            List<String> callers) {

        /** Whether everybody on its networks may call it. */
        public boolean anyCaller() {
            return callers.equals(List.of(ChoiceKey.ANY_CALLER));
        }

        /** Whether it is left as it is. */
        public boolean leftOut() {
            return via.filter("none"::equals).isPresent();
        }
    }
}
