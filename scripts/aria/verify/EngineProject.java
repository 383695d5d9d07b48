package aria.verify;

import aria.docker.Engine;
import aria.docker.RunningProject;
import aria.stack.Stack;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A stack as the engine knows it: by its name, its folder and its files. */
public final class EngineProject {
    private EngineProject() {}

    /** Returns it; {@link Engine#services(RunningProject)} lists its containers. */
    public static RunningProject of(Stack stack) {
        return new RunningProject(
                stack.project().name(),
                stack.project().files().directory(),
                stack.project().files().files());
    }

    /** Returns what tells whether one that runs is one of these. */
    public static Predicate<RunningProject> any(List<Stack> stacks) {
        List<RunningProject> own = stacks.stream().map(EngineProject::of).toList();
        return running -> own.stream().anyMatch(each -> each.isSame(running));
    }

    /**
     * Returns that two of these projects have a service of the same name, in words; empty when none have. What is seen
     * of a running service is kept by its name, so they cannot be looked at together.
     */
    public static Optional<String> sharedName(List<Stack> stacks) {
        Map<String, String> owners = new HashMap<>();
        for (Stack stack : stacks) {
            String project = stack.project().name();
            for (StackService service : stack.services()) {
                String other = owners.putIfAbsent(service.name(), project);
                if (other != null && !other.equals(project)) {
                    return Optional.of("the projects " + other + " and " + project + " both have a service "
                            + service.name() + ", and only one of them can be looked at in one run");
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the other folder in which a project of the same name has containers; empty when there is none. */
    public static Optional<Path> elsewhere(Engine engine, RunningProject own) {
        return engine.projects().stream()
                .filter(other -> other.name().equals(own.name()) && !own.isSame(other))
                .map(RunningProject::workingDirectory)
                .findFirst();
    }
}
