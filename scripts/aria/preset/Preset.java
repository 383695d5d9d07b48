package aria.preset;

import aria.finding.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings with which one kind of server serves and requires mutual TLS in a Compose stack: plain data, read from
 * a file in {@code templates/services/}. Values are raw strings that may contain variables, see
 * {@link TemplateVariables}.
 *
 * @param id       file name without extension, unique
 * @param title    name for people
 * @param layer    middle part of the name {@code <service>.<layer>.svc.cluster.local}; empty when the server has no
 *                 such name
 * @param images   image repositories it fits, without tag, digest, {@code docker.io/} or {@code library/}; {@code *}
 *                 globs
 * @param runAs    numeric owners of the server's process by image tag, first match wins; never empty
 * @param listeners ports that speak TLS once the preset is applied; empty for a preset that only mounts files
 * @param clients  how its listeners can tell clients apart
 * @param unchangedPorts ports that go on as before, whatever the preset does: a number, or a variable whose value
 *                       ends with one
 * @param callsItself whether it is called on loopback over TLS, by its health check or by programs beside it
 * @param formats  key formats beside PEM: {@code der}
 * @param modes    variables by mode ({@code require}, {@code request})
 * @param files    configs generated for the service
 * @param compose  settings of the Compose service
 * @param sidecar  what speaks TLS in the place of a server that cannot ask for certificates; empty for all others
 * @param configs  edits to files that the service mounts
 * @param calls    settings as a client of other presets
 * @param reload   how the server takes up a renewed certificate
 * @param refusals situations in which the preset must not be applied
 * @param limits   what it can't do; empty for most
 * @param people   name of the listener that people open with a browser; empty when none
 * @param programs what begins the server's command; any other command of such an image is a client's. Empty for: any
 * @param entrance whether it is made to be published for everybody, so that it asks nobody for a certificate unless it is told to
 * @param logRefusals what its log says of a client refused for its certificate: patterns, {@code address} is the client's
 * @param logDenials the same of a client whose password it did not take
 * @param connect  what a person types to call a published port; empty for a browser, or when there is nothing to type
 * @param leaveAlone why such a server is neither changed nor given a certificate; empty for all others
 * @param authority whether it is the CA itself
 * @param oldestSafe before which versions have a flaw that this program has to warn of; empty for most
 * @param version  where a server's version stands
 * @param variants other images of such a server
 * @param proven   server versions this was seen working with
 * @param lists    further settings by which it reads revocation lists; empty where it cannot
 * @param givesLists whether those settings are among the others
 */
public record Preset(
        String id,
        String title,
        Optional<String> layer,
        List<String> images,
        List<RunAs> runAs,
        List<Listener> listeners,
        Clients clients,
        List<String> unchangedPorts,
        boolean callsItself,
        Set<String> formats,
        Map<String, Map<String, String>> modes,
        List<GeneratedFile> files,
        Compose compose,
        Optional<Sidecar> sidecar,
        List<Config> configs,
        List<Call> calls,
        Reload reload,
        List<Refusal> refusals,
        List<Limit> limits,
        Optional<String> people,
        List<String> programs,
        boolean entrance,
        List<String> logRefusals,
        List<String> logDenials,
        Optional<ConnectLine> connect,
        Optional<String> leaveAlone,
        boolean authority,
        Optional<OldestSafe> oldestSafe,
        VersionSource version,
        List<Variant> variants,
        List<Proven> proven,
        Optional<ListSettings> lists,
        boolean givesLists) {

    /** The owner of the server's process, for image tags that match the glob {@code tag}. */
    public record RunAs(String tag, int uid, int gid) {}

    /**
     * A port that speaks TLS.
     *
     * @param protocol   the name of a protocol that can be probed, such as {@code https}
     * @param clientAuth {@code required}, {@code request} or {@code none}; may be a variable of the mode
     * @param path       what an HTTPS probe asks for, {@code /} by default
     * @param optional   not every such server opens it: there may be nobody
     * @param ownPort    where the owner may have written another port, what wins first
     * @param callerProxy how a proxy beside a caller in plaintext calls it; empty where none can: TLS does not begin with
     *                   the first byte, or the server tells its callers an address or a scheme of its own
     */
    public record Listener(
            String name,
            int port,
            String protocol,
            String clientAuth,
            String path,
            boolean optional,
            List<PortSource> ownPort,
            Optional<CallerProxy> callerProxy) {
        /** Returns it at another port. */
        public Listener at(int other) {
            return new Listener(name, other, protocol, clientAuth, path, optional, ownPort, callerProxy);
        }
    }

    /**
     * How a proxy beside a caller calls a listener.
     *
     * @param alpn the protocol that it names in the handshake; empty for none
     */
    public record CallerProxy(Optional<String> alpn) {}

    /**
     * The server's further checks of a client's certificate, beyond its CA. Nothing here is set up.
     *
     * @param byName setting by which it admits clients by the names in their certificates; empty when it has none
     * @param crl    setting that names it a revocation list; empty when it can't read one
     */
    public record Clients(Optional<String> byName, Optional<String> crl) {}

    /**
     * A config written to {@code data/mtls/<service>/<name>} from {@code templates/services/files/<template>}.
     *
     * @param at the one path at which the server looks for it; empty when the folder of generated configs will do
     */
    public record GeneratedFile(String name, String template, Optional<String> at) {}

    /**
     * A proxy in the network namespace of a server that cannot ask for certificates: it answers the server's port
     * over TLS, and the server itself listens on loopback only, by settings of the preset.
     *
     * @param image    pinned
     * @param file     its settings, generated
     * @param command  what it runs; empty for the image's own
     * @param port     the port the server is called at, before and after
     * @param upstream the port on loopback that the server moves to
     * @param test     its health check
     * @param reload   how it takes up a renewed certificate
     */
    public record Sidecar(
            String image,
            GeneratedFile file,
            List<String> command,
            int port,
            int upstream,
            List<String> test,
            Reload reload) {}

    /** Settings of the Compose service itself. */
    public record Compose(
            List<Variable> environment, Command command, Optional<Healthcheck> healthcheck, List<Port> ports) {
        boolean isEmpty() {
            return environment.isEmpty() && command.isEmpty() && healthcheck.isEmpty() && ports.isEmpty();
        }
    }

    /**
     * One environment variable: set to {@code value}, given query parameters, changed in part, or removed.
     *
     * @param value     the wanted value; empty when one of the others is used
     * @param query     parameters merged into the query of the URL the variable holds; empty when unused
     * @param replace   parts of the value to exchange, old to new, where the variable is set; empty when unused
     * @param remove    the variable has to go
     * @param unlessSet put only while none of these is set
     * @param ifSet     put only when this one is set
     * @param reason    why, for the plan
     */
    public record Variable(
            String name,
            Optional<String> value,
            Map<String, String> query,
            Map<String, String> replace,
            boolean remove,
            List<String> unlessSet,
            Optional<String> ifSet,
            String reason) {}

    /**
     * The service's command.
     *
     * @param defaults what the image runs when the service has no command of its own
     * @param replace  words to exchange, old to new
     * @param append   words that have to be there
     */
    public record Command(List<String> defaults, Map<String, String> replace, List<String> append) {
        boolean isEmpty() {
            return replace.isEmpty() && append.isEmpty();
        }
    }

    /** A published plaintext port: moved to {@code to}, or closed when that is empty. */
    public record Port(int from, Optional<Integer> to, String reason) {}

    /** An edit of a mounted file, in one of the languages that can be edited without loss. */
    public sealed interface Config permits ConfigEdit, ProxyScrapes, BlockEdit {}

    /**
     * An edit of a mounted file in a block language. The server gets its TLS settings from such a file, so a service
     * whose file cannot be edited is refused.
     *
     * @param format    {@code hcl}, {@code lines} or {@code nats}
     * @param pathFlags command flags that name the file or a folder, such as {@code --config}
     * @param path      where the file or the folder is in the container when no flag is given
     * @param block     the blocks that lead to the settings, such as {@code listener "tcp"}; empty for the file
     *                  itself. Every such block is edited
     * @param mustExist refused where there is no such block; else it is made for {@code put}
     * @param keys      keys that are refused or warned of
     * @param remove    keys that have to go
     * @param rewrite   values changed in part
     * @param put       values by key, as literals of the language
     */
    public record BlockEdit(
            String format,
            List<String> pathFlags,
            String path,
            List<String> block,
            boolean mustExist,
            List<KeyRule> keys,
            List<String> remove,
            List<Rewrite> rewrite,
            Map<String, String> put,
            String reason)
            implements Config {}

    /** A key that prevents mutual TLS ({@code refuse}), or that needs attention. */
    public record KeyRule(String key, boolean refuse, String reason, Remedy remedy) {}

    /**
     * A value that is changed in part, if it is set and matches.
     *
     * @param as   the key that the new value is written under; the same one for most
     * @param from regular expression on the literal
     * @param to   its replacement, with {@code $1} for groups
     */
    public record Rewrite(String key, String as, String from, String to) {}

    /**
     * The client settings for services with another preset.
     *
     * @param preset  the other preset's id
     * @param foundIn environment variables, and flags of the command, whose value names the other service as host
     * @param append  words that the command has to have
     */
    public record Call(String preset, List<String> foundIn, List<Variable> environment, List<String> append) {}

    /**
     * The way in which a renewed certificate is loaded: {@code poll}, {@code signal} (then {@code signal} is set) or
     * {@code restart}.
     */
    public record Reload(String kind, Optional<String> signal) {}

    /** A limit of the preset, and what a person can do about it; shown in every plan. */
    public record Limit(String reason, Remedy remedy) {}

    /**
     * The oldest version without a certain flaw.
     *
     * @param version numbers with dots, as image tags begin with them
     * @param why     what an earlier one does, as in "step-ca 0.27.5 …"
     */
    public record OldestSafe(String version, String why) {}

    /** A server version with which this preset was tested, and how. */
    public record Proven(String version, String how) {}

    /** The owner of the server's process for an image tag; the last entry when none matches. */
    public RunAs runAsFor(String tag) {
        return runAs.stream().filter(r -> globFits(r.tag(), tag)).findFirst().orElse(runAs.get(runAs.size() - 1));
    }

    /** Whether it delivers certificate, key and CA, and changes nothing of what the server does. */
    public boolean deliversOnly() {
        return listeners.isEmpty()
                && files.isEmpty()
                && configs.isEmpty()
                && calls.isEmpty()
                && sidecar.isEmpty()
                && compose.isEmpty();
    }

    /** True when an image is one of this preset's, or a mirror's copy of one. */
    public boolean fits(ImageName image) {
        return images.stream().anyMatch(image::isOf);
    }

    /** Whether the text fits a glob with {@code *} as its only special sign. */
    public static boolean globFits(String glob, String text) {
        return text.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
    }
}
