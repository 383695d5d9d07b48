package aria.operate;

import aria.compose.ProjectFiles;
import aria.compose.Service;
import aria.docker.ComposeCommand;
import aria.docker.ComposeFiles;
import aria.docker.Engine;
import aria.docker.MissingEngineException;
import aria.docker.ProcessRun;
import aria.docker.RunningProject;
import aria.docker.RunningService;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.proxy.AddressRange;
import aria.proxy.Subnet;
import aria.stack.OurServices;
import aria.stack.Stack;
import aria.store.Layout;
import aria.verify.EngineProject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts a stack with Docker Compose, and checks the running result. */
public final class StackUp {
    private static final int LAST_LINES = 5;

    /** What Docker Compose says of containers without a service: a report of ours names them with what removes them. */
    private static final String ORPHANS = "Found orphan containers";

    private StackUp() {}

    /**
     * A failure to start: of one service, or of Docker Compose.
     *
     * @param finding the service and the state that it is in; without a service when Docker Compose itself failed
     * @param lines   the last lines it wrote; may be empty
     */
    public record Trouble(Finding finding, List<String> lines) {}

    /** The tools to start a stack. */
    public record Tools(ComposeCommand compose, Engine engine) {
        /** Returns the same, of which Docker Compose prints no lines of progress. */
        public Tools quietly() {
            return new Tools(compose.quietly(), engine);
        }
    }

    /**
     * The tools.
     *
     * @throws MissingEngineException when Docker Compose or the engine is not there
     */
    public static Tools tools() {
        ComposeCommand.Search search = ComposeCommand.search();
        ComposeCommand compose = search.command()
                .orElseThrow(() -> new MissingEngineException(Finding.error(
                        FindingId.ENGINE_MISSING,
                        "Docker Compose 2 or newer is needed: " + String.join(", ", search.tried()),
                        Remedy.advice("install Docker Compose, for example the package docker-compose-plugin"))));
        return new Tools(compose, Engine.connect());
    }

    /**
     * Refuses, before anything is changed, projects that Docker Compose would not start, that would replace the
     * containers of another one, or that cannot be told apart once they run.
     *
     * @throws RefusedException when there are some, for the first with Docker Compose's own words
     */
    public static void requireStartable(Tools tools, Layout layout, List<Stack> stacks) {
        requireApart(tools, stacks);
        stacks.forEach(stack -> requireValid(tools, layout, stack.project().files()));
    }

    private static void requireValid(Tools tools, Layout layout, ProjectFiles files) {
        ComposeFiles present = new ComposeFiles(files.directory(), files.present(), Optional.empty());
        tools.compose().refusal(present).ifPresent(why -> {
            throw new RefusedException(Finding.error(
                            FindingId.COMPOSE_REFUSES, tools.compose().typed() + " does not accept the project: " + why)
                    .at(Place.of(layout.display(files.files().get(0)))));
        });
    }

    private static void requireApart(Tools tools, List<Stack> stacks) {
        for (Stack stack : stacks) {
            String name = stack.project().name();
            EngineProject.elsewhere(tools.engine(), EngineProject.of(stack)).ifPresent(folder -> {
                throw new RefusedException(
                        FindingId.PROJECT_TAKEN,
                        "a project called " + name + " has containers already, started in " + folder
                                + ", and Docker Compose would replace them",
                        Remedy.advice("give this one another name with name: in its compose file, or with"
                                + " COMPOSE_PROJECT_NAME in .env"),
                        Remedy.command("docker", "compose", "-p", name, "down"));
            });
        }
        EngineProject.sharedName(stacks).ifPresent(mixed -> {
            throw new RefusedException(
                    FindingId.PROJECT_TAKEN, mixed, Remedy.advice("run this for each of them, with -f"));
        });
    }

    /** What Docker Compose is told of a project. */
    public static ComposeFiles composeFiles(ProjectFiles files) {
        return new ComposeFiles(files.directory(), files.files(), Optional.empty());
    }

    /**
     * Runs {@code up -d --wait}. Its exit code is not the judge: a one-shot service that ended well makes it 1.
     * Servers that run with the CA before the present one are stopped first.
     *
     * @param stack    the project's
     * @param files    what Docker Compose is told of it
     * @param services to start, with what they depend on; empty for all
     * @param limit    how long it may take in all
     * @param line     told Compose's progress
     * @return the services that are neither ready nor ended well; empty when the stack is up
     * @throws aria.finding.UnavailableException when Compose can't be run, or the limit passes
     */
    public static List<Trouble> up(
            Tools tools,
            Layout layout,
            Stack stack,
            ComposeFiles files,
            List<String> services,
            Duration limit,
            Consumer<String> line) {
        List<String> said = new ArrayList<>();
        Consumer<String> both = text -> {
            if (!text.contains(ORPHANS)) {
                said.add(text);
                line.accept(text);
            }
        };
        List<RunningService> before = before(tools.engine(), stack, line);
        Set<String> profiled = new LinkedHashSet<>(ProfiledServices.inUse(layout, stack, before));
        List<String> stopped = new EarlierCa(tools, layout).stop(stack, files, services, line);
        int exit = up(tools, files, services, limit, both);
        profiled.addAll(stopped);
        if (services.isEmpty() && !profiled.isEmpty()) {
            exit = Math.max(exit, up(tools, files, List.copyOf(profiled), limit, both));
        }
        List<RunningService> running = running(tools.engine(), files).stream()
                .filter(container -> !isOfGone(container, before, stack))
                .toList();
        List<Trouble> troubles = new ArrayList<>(running.stream()
                .filter(service -> !well(service) || isLeftDown(service, before, stack, services))
                .map(service -> new Trouble(
                        Finding.error(FindingId.NOT_UP, state(service)).about(service.service()),
                        tools.engine().lastLines(service.containerId(), LAST_LINES)))
                .map(trouble -> trouble.lines().isEmpty() ? new Trouble(trouble.finding(), last(said)) : trouble)
                .toList());
        if (exit != 0 && services.isEmpty()) {
            troubles.addAll(missing(stack, running, last(said)));
        }
        if (running.isEmpty() || exit != 0 && troubles.isEmpty() && !endedWell(running)) {
            String ended = tools.compose().typed() + " up failed with exit code " + exit
                    + ProcessRun.lastLine(said).map(text -> ": " + text.strip()).orElse("");
            boolean taken = said.stream().anyMatch(text -> text.contains("Pool overlaps"));
            Remedy[] remedies = taken ? new Remedy[] {otherAddresses(stack)} : new Remedy[0];
            troubles.add(new Trouble(Finding.error(FindingId.NOT_UP, ended, remedies), last(said)));
        }
        return troubles;
    }

    /** The containers as they are, less those that a killed start had half replaced: these are removed. */
    private static List<RunningService> before(Engine engine, Stack stack, Consumer<String> line) {
        List<RunningService> all = engine.services(EngineProject.of(stack));
        List<RunningService> left = HalfReplaced.among(all);
        left.forEach(container -> engine.remove(container.containerId()));
        if (!left.isEmpty()) {
            line.accept("Removed what a start that was killed has left: "
                    + left.stream().map(RunningService::name).collect(Collectors.joining(", ")));
        }
        return all.stream().filter(container -> !left.contains(container)).toList();
    }

    /** Returns what gives the private networks of a stack other addresses. */
    static Remedy otherAddresses(Stack stack) {
        return Remedy.advice("something else on this machine has the addresses of its private networks: write "
                + Subnet.VARIABLE + "=" + AddressRange.another(stack.project()) + " into .env");
    }

    private static int up(
            Tools tools, ComposeFiles files, List<String> services, Duration limit, Consumer<String> line) {
        List<String> words = new ArrayList<>(List.of("up", "-d", "--wait"));
        words.addAll(services);
        return tools.compose().run(files, words, limit, line);
    }

    /** The containers of the project that these files make; empty when none was created. */
    public static List<RunningService> running(Engine engine, ComposeFiles files) {
        return engine.projects().stream()
                .filter(project -> project.configFiles().equals(files.files()))
                .findFirst()
                .map(RunningProject::name)
                .map(engine::services)
                .orElse(List.of());
    }

    private static boolean well(RunningService service) {
        return service.ready() || service.finished();
    }

    /** What is left of a service that the files no longer have: this start did not touch it. */
    private static boolean isOfGone(RunningService container, List<RunningService> before, Stack stack) {
        boolean gone = !stack.project().services().containsKey(container.service())
                || OurServices.leftOver(stack.project()).stream()
                        .anyMatch(service -> service.name().equals(container.service()));
        return gone && before.stream().anyMatch(was -> isSame(was, container));
    }

    private static boolean isSame(RunningService was, RunningService is) {
        return was.containerId().equals(is.containerId()) && was.startedAt().equals(is.startedAt());
    }

    /** Ended well before, and was not started again: a service that somebody stopped looks like one that has done its work. */
    private static boolean isLeftDown(
            RunningService service, List<RunningService> before, Stack stack, List<String> services) {
        return service.finished()
                && (services.isEmpty() ? starts(stack, service.service()) : services.contains(service.service()))
                && before.stream().anyMatch(was -> was.finished() && isSame(was, service));
    }

    private static boolean starts(Stack stack, String service) {
        return Optional.ofNullable(stack.project().services().get(service))
                .filter(known -> known.profiles().isEmpty())
                .isPresent();
    }

    /** Those of the services that have no container, after Docker Compose has failed. */
    private static List<Trouble> missing(Stack stack, List<RunningService> running, List<String> said) {
        return stack.project().services().values().stream()
                .filter(service -> service.profiles().isEmpty() && service.replicas() > 0)
                .map(Service::name)
                .filter(name ->
                        running.stream().noneMatch(each -> each.service().equals(name)))
                .map(name -> new Trouble(
                        Finding.error(FindingId.NOT_UP, "it has no container").about(name), said))
                .toList();
    }

    private static boolean endedWell(List<RunningService> running) {
        return running.stream().anyMatch(RunningService::finished);
    }

    private static String state(RunningService service) {
        return service.state().name().toLowerCase(Locale.ROOT)
                + (service.health() == RunningService.Health.NONE
                        ? ""
                        : ", " + service.health().name().toLowerCase(Locale.ROOT));
    }

    private static List<String> last(List<String> lines) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
