package aria.cli;

import aria.choices.ChoicesFile;
import aria.compose.ProjectFiles;
import aria.edit.yaml.PlainYaml;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.Names;
import aria.plan.StackOptions;
import aria.preset.Presets;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.store.Layout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select the services to secure, and how. */
public final class SelectionOptions {
    @Option(names = "--only", paramLabel = "SERVICE", split = ",", description = "Only these services.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--preset",
            paramLabel = "SERVICE=NAME",
            completionCandidates = PresetNames.class,
            description = "Use this preset for a service ('*' for all); 'mount' only mounts certificate and CA.")
    private Map<String, String> presets = new LinkedHashMap<>();

    @Option(names = "--all", description = "Services without a preset get 'mount'.")
    private boolean all;

    @Option(names = "--san", paramLabel = "SERVICE=NAME", description = "One more name for a service's certificate.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "require|request",
            description = "require: clients must present a certificate (default); request: they may.")
    private String mode;

    @Option(
            names = ProxyChoices.PUBLISHED,
            paramLabel = "SERVICE=loopback",
            split = ",",
            description = "Publish a service's ports on this machine alone, in plaintext, so that it can be secured.")
    private Map<String, String> published = new LinkedHashMap<>();

    @Option(
            names = "--crl",
            paramLabel = "servers|off",
            description = "servers: give servers that can read them the CA's revocation lists.")
    private String crl;

    @Option(
            names = "--upgrade-images",
            description = "Replace images that have a known flaw by the oldest version without it.")
    private boolean upgradeImages;

    /** The presets, for the shell's completion after the service's name. */
    static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Presets.builtIn(PlainYaml::load).all().stream()
                    .map(preset -> "=" + preset.id())
                    .iterator();
        }
    }

    /**
     * The selection.
     *
     * @throws UsageException when an option lacks its {@code =}, or has another value than it may have
     */
    public Selection selection() {
        published.forEach((service, where) -> {
            if (!where.equals(ProxyChoices.LOOPBACK)) {
                throw new UsageException(
                        FindingId.WRONG_USAGE,
                        "--published " + service + "=" + where + ": use SERVICE=" + ProxyChoices.LOOPBACK);
            }
        });
        if (crl != null && !List.of(Selection.SERVERS, "off").contains(crl)) {
            throw new UsageException(FindingId.WRONG_USAGE, "--crl " + crl + ": use servers or off");
        }
        return new Selection(new LinkedHashSet<>(only), presets, all, byService(names))
                .proxying(ProxyChoices.AUTOMATIC.publishing(published.keySet()))
                .withCrl(Optional.ofNullable(crl));
    }

    /** Publishes these services on this machine alone, as if the option had been given for each. */
    public void publishLocally(Collection<String> services) {
        services.forEach(service -> published.put(service, ProxyChoices.LOOPBACK));
    }

    /**
     * Refuses a choice that would be kept and change nothing.
     *
     * @throws UsageException when ports were to be published on this machine alone, and no proxy secures their server
     */
    void requirePublishedUsed(PlannedStack planned) {
        for (String server : published.keySet()) {
            if (planned.stack().service(server).isPresent()
                    && !planned.plan().proxies().servers().contains(server)) {
                throw new UsageException(Finding.error(
                        FindingId.WRONG_USAGE,
                        "--published " + server + "=" + ProxyChoices.LOOPBACK + " is for a server behind a proxy, and "
                                + server + " gets none",
                        Remedy.advice("publish its port on 127.0.0.1 in the compose file"),
                        Remedy.advice("run this without the option to see why")));
            }
        }
    }

    /**
     * What planning depends on beside the stack.
     *
     * @throws UsageException when the mode is unknown
     */
    public StackOptions stackOptions(Layout layout, ProjectChoices choices) {
        return choices.options(layout).withUpgradedImages(upgradeImages);
    }

    /**
     * What is decided about a project by these options and by its choices.
     *
     * @throws UsageException when an option is not valid
     */
    public ProjectChoices choices(ProjectFiles project) {
        return ProjectChoices.of(project, selection(), requireMode(mode));
    }

    /** As {@link #choices(ProjectFiles)}, of the project with this file. */
    public ProjectChoices choices(ChoicesFile file) {
        return new ProjectChoices(file, selection(), requireMode(mode));
    }

    /** Remembers these options. */
    public void remember(RememberedChoices remembered) {
        remembered.services(selection(), requireMode(mode));
    }

    /**
     * Gives the mode back.
     *
     * @param mode null for one that was not asked for
     * @throws UsageException when there is no such mode
     */
    public static Optional<String> requireMode(String mode) {
        if (mode != null && !List.of(StackOptions.REQUIRE, StackOptions.REQUEST).contains(mode)) {
            throw new UsageException(FindingId.WRONG_USAGE, "--mode " + mode + ": use require or request");
        }
        return Optional.ofNullable(mode);
    }

    /**
     * Reads {@code SERVICE=NAME} pairs.
     *
     * @throws UsageException when one lacks its {@code =}, or the name is none
     */
    public static Map<String, List<String>> byService(List<String> pairs) {
        Map<String, List<String>> byService = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new UsageException(
                        FindingId.WRONG_USAGE,
                        "--san " + pair + ": use SERVICE=NAME, as in --san keycloak=sso.example.org");
            }
            String name = pair.substring(equals + 1);
            requireName("--san " + pair, name);
            byService
                    .computeIfAbsent(pair.substring(0, equals), service -> new ArrayList<>())
                    .add(name);
        }
        return byService;
    }

    /**
     * Checks a name that is to stand in a certificate.
     *
     * @param typed what the user typed, for the message
     * @throws UsageException when it is neither a DNS name nor an address
     */
    public static void requireName(String typed, String name) {
        try {
            Names.of(List.of(name));
        } catch (RefusedException wrong) {
            throw new UsageException(Finding.error(
                            FindingId.WRONG_USAGE,
                            typed.equals(name)
                                    ? wrong.finding().message()
                                    : typed + ": " + wrong.finding().message())
                    .also(wrong.finding().remedies()));
        }
    }
}
