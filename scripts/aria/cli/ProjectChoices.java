package aria.cli;

import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.compose.ComposeProject;
import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.docker.Engine;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.operate.CurrentUser;
import aria.pki.Names;
import aria.plan.CertificateNeed;
import aria.plan.DefaultServices;
import aria.plan.StackOptions;
import aria.preset.ImageName;
import aria.preset.Presets;
import aria.stack.ProxyChoices;
import aria.stack.Selection;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.stack.Stage;
import aria.store.Layout;
import aria.verify.Subject;
import aria.verify.SubjectReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The decisions about a project: from the command line, else from its {@code aria.yaml}.
 *
 * @param file      with the choices; there need be none
 * @param typed     what the options say
 * @param typedMode {@code --mode}
 */
public record ProjectChoices(ChoicesFile file, Selection typed, Optional<String> typedMode) {

    /** What is decided about a project of these files. */
    public static ProjectChoices of(ProjectFiles project, Selection typed, Optional<String> typedMode) {
        return new ProjectChoices(ChoicesFile.find(project.directory(), project.root()), typed, typedMode);
    }

    /**
     * Refuses a CA elsewhere, for a command that makes one of its own.
     *
     * @throws RefusedException when one is chosen
     */
    public void requireOwnCa() {
        if (choices().ca().url().isPresent()) {
            throw new RefusedException(Finding.error(
                            FindingId.CHOICE_LATER,
                            "ca.url: bootstrap makes a CA of its own",
                            Remedy.inOrder(
                                    Remedy.aria("init-ca"),
                                    Remedy.aria("generate-service-certs"),
                                    Remedy.aria("patch-compose")))
                    .at(file.place("ca.url")));
        }
    }

    /** Returns these projects without those that are nothing but the override file: {@code typed}, else that of the choices. */
    public static List<ProjectFiles> withoutOverrides(List<ProjectFiles> found, Optional<Path> typed) {
        return found.stream()
                .filter(project -> !typed.or(of(project, Selection.EVERYTHING, Optional.empty())
                                .choices()::override)
                        .map(List::of)
                        .equals(Optional.of(project.files())))
                .toList();
    }

    /** Returns {@code require} or {@code request}. */
    public String mode() {
        return typedMode.or(choices()::mode).orElse(StackOptions.REQUIRE);
    }

    /** Returns what planning depends on beside the stack. */
    public StackOptions options(Layout layout) {
        Map<String, String> modes = new LinkedHashMap<>();
        Map<String, StackService.Owner> owners = new LinkedHashMap<>();
        choices().services().forEach((name, service) -> {
            service.mode().ifPresent(mode -> modes.put(name, mode));
            service.user().flatMap(StackService.Owner::parse).ifPresent(owner -> owners.put(name, owner));
        });
        StackOptions here = StackOptions.here(layout, mode()).withModes(modes);
        return here.withImages(Engine::image)
                .withOwners(owners)
                .withOwnImages(choices().ownImages())
                .withPerson(CurrentUser.atTheKeyboard());
    }

    /**
     * Returns the lifetime of certificates; empty when nobody has said one.
     *
     * @param asked that of the option, null without it
     */
    public Optional<Duration> validity(Duration asked) {
        return Optional.ofNullable(asked).or(choices()::validity);
    }

    /**
     * Reads for checks what these files make, each project as was decided about it.
     *
     * @param files      that were named; empty for those that are found
     * @param live       whether to look at the running stack
     * @param warnBefore what an option says; empty for the choice
     */
    public Subject subject(
            ComposeOptions compose,
            Layout layout,
            List<Path> files,
            SubjectReader.Live live,
            Optional<Duration> warnBefore) {
        return new SubjectReader(
                        layout,
                        System.getenv(),
                        live,
                        project -> of(project, typed, typedMode).read(compose, layout, project),
                        needs(DefaultServices.needs()),
                        warnBefore.or(choices()::warnBefore),
                        choices().production())
                .read(withoutOverrides(compose.projects(layout, files), Optional.empty()), Instant.now())
                .sendingAuditTo(choices().audit().addresses());
    }

    /** Reads a project for checks. */
    public SubjectReader.Decided read(ComposeOptions compose, Layout layout, ProjectFiles project) {
        return decided(layout, compose.stack(layout, this, project, choices().override()));
    }

    /** Returns what checks have to know of a project. */
    public SubjectReader.Decided decided(Layout layout, Stack stack) {
        return new SubjectReader.Decided(stack, options(layout), findings(stack));
    }

    /** Returns the services named by {@code --only}, else by {@code only}; empty for all. */
    public Collection<String> only() {
        return typed.only().isEmpty() ? choices().only() : typed.only();
    }

    /**
     * Returns the options and, for the services that the project has, its choices.
     *
     * @throws RefusedException when a choice names a preset that is not there, or a name that no certificate can hold
     */
    public Selection selection(ComposeProject project, Presets presets) {
        Map<String, Choices.Service> chosen = new LinkedHashMap<>(choices().services());
        chosen.keySet().retainAll(project.services().keySet());
        return new Selection(
                typed.only(),
                presets(project, presets),
                typed.all(),
                names(chosen.keySet()),
                named(chosen, Choices.Service::always),
                chosen.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, service -> service.getValue().calls())),
                leftOut(project.services().keySet()),
                named(chosen, Choices.Service::leftOut),
                new ProxyChoices(
                                !choices().proxies().equals(Optional.of("never"))
                                        && typed.proxies().automatic(),
                                named(
                                        chosen,
                                        service -> service.via()
                                                .filter("proxy"::equals)
                                                .isPresent()),
                                named(
                                        chosen,
                                        service -> service.via()
                                                .filter("native"::equals)
                                                .isPresent()),
                                named(chosen, Choices.Service::local),
                                stages(chosen))
                        .publishing(typed.proxies().published()),
                chosen.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, service -> service.getValue().open())),
                chosen.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, service -> service.getValue().callers())),
                typed.crl().or(choices()::crl));
    }

    private Map<String, Stage> stages(Map<String, Choices.Service> chosen) {
        Map<String, Stage> stages = new LinkedHashMap<>();
        chosen.forEach((name, service) -> service.stage()
                .ifPresent(text -> stages.put(
                        name,
                        Stage.parse(text)
                                .orElseThrow(() -> refused(
                                        "services." + name + ".stage",
                                        "'" + text + "' names a date that does not exist")))));
        return stages;
    }

    /** Returns the certificates that are needed without compose files. */
    public List<CertificateNeed> needs(List<CertificateNeed> defaults) {
        Map<String, List<String>> names =
                names(defaults.stream().map(CertificateNeed::service).toList());
        return defaults.stream()
                .filter(need -> only().isEmpty() || only().contains(need.service()))
                .map(need -> need.with(names.getOrDefault(need.service(), List.of())))
                .toList();
    }

    /**
     * Returns what a person has to know of the choices: which are less strict than the default, which leave services
     * out, which have no effect.
     */
    public List<Finding> findings(Stack stack) {
        return new ChoiceFindings(file, typed, typedMode)
                .of(stack.project().services().keySet());
    }

    private Choices choices() {
        return file.choices();
    }

    private Map<String, String> presets(ComposeProject project, Presets known) {
        Map<String, String> presets = new LinkedHashMap<>();
        for (Service service : project.services().values()) {
            String image = service.image()
                    .map(ImageName::parse)
                    .map(ImageName::repository)
                    .orElse("");
            Optional<String> byImage = Optional.ofNullable(choices().images().get(image));
            byImage.ifPresent(preset -> presets.put(service.name(), required(known, "images." + image, preset)));
        }
        choices()
                .services()
                .forEach((name, service) -> service.preset()
                        .filter(preset -> project.services().containsKey(name) || name.equals("*"))
                        .ifPresent(
                                preset -> presets.put(name, required(known, "services." + name + ".preset", preset))));
        presets.putAll(typed.presets());
        return presets;
    }

    private String required(Presets known, String choice, String preset) {
        known.unknown(preset).ifPresent(why -> {
            throw refused(choice, why);
        });
        return preset;
    }

    /** The options' names, and the chosen ones of these services. */
    private Map<String, List<String>> names(Collection<String> services) {
        Map<String, List<String>> names = new LinkedHashMap<>(typed.names());
        for (String service : services) {
            List<String> sans = Optional.ofNullable(choices().services().get(service))
                    .map(Choices.Service::sans)
                    .orElse(List.of());
            sans.stream().filter(name -> !Names.isName(name)).findFirst().ifPresent(name -> {
                throw refused("services." + service + ".sans", "'" + name + "' is not a DNS name or an address");
            });
            names.merge(
                    service,
                    sans,
                    (one, other) -> Stream.concat(other.stream(), one.stream())
                            .distinct()
                            .toList());
        }
        return names;
    }

    private Set<String> leftOut(Collection<String> services) {
        boolean limited = typed.only().isEmpty() && !choices().only().isEmpty();
        return services.stream()
                .filter(name -> limited && !choices().only().contains(name))
                .collect(Collectors.toSet());
    }

    private static Set<String> named(Map<String, Choices.Service> services, Predicate<Choices.Service> which) {
        return services.entrySet().stream()
                .filter(service -> which.test(service.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private RefusedException refused(String choice, String message) {
        return new RefusedException(Finding.error(FindingId.CHOICES_INVALID, choice + ": " + message)
                .at(file.place(choice)));
    }
}
