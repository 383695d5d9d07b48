package aria.operate;

import aria.docker.Engine;
import aria.docker.Helper;
import aria.docker.MissingEngineException;
import aria.docker.RunningService;
import aria.docker.SocketReader;
import aria.stack.Stack;
import aria.verify.traffic.Connections;
import aria.verify.traffic.EarlierState;
import java.util.List;

/** Looks at what a project does before it is changed. */
public final class ProjectObserver {
    private ProjectObserver() {}

    /** Returns what runs of a project, and who is connected to whom; nothing where there is no engine. */
    public static EarlierState observe(Stack stack) {
        String project = stack.project().name();
        if (Engine.hasNone(running -> running.name().equals(project))) {
            return EarlierState.NONE;
        }
        try (Engine engine = Engine.connect()) {
            List<RunningService> containers = engine.services(project).stream()
                    .filter(container -> stack.service(container.service()).isPresent())
                    .toList();
            return EarlierState.of(containers, Connections.read(new SocketReader(engine, Helper.IMAGE), containers));
        } catch (MissingEngineException none) {
            return EarlierState.NONE;
        }
    }
}
