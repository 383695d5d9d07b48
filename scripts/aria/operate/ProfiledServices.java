package aria.operate;

import aria.compose.Service;
import aria.docker.RunningService;
import aria.stack.Stack;
import aria.stack.StackService;
import aria.store.Layout;
import aria.verify.traffic.EarlierState;
import java.util.List;

/** Services with a profile, which {@code up} leaves as they are unless the profile is active. */
final class ProfiledServices {
    private ProfiledServices() {}

    /**
     * Returns those that run, or were being replaced when an earlier run was killed.
     *
     * @param containers of the project
     */
    static List<String> inUse(Layout layout, Stack stack, List<RunningService> containers) {
        EarlierState before = EarlierState.recorded(layout, stack.project().name());
        return stack.services().stream()
                .map(StackService::service)
                .filter(service -> !service.profiles().isEmpty())
                .map(Service::name)
                .filter(name -> containers.stream()
                                .filter(container -> container.service().equals(name))
                                .anyMatch(container ->
                                        container.runs() || container.state() == RunningService.State.CREATED)
                        || before.services().containsKey(name)
                                && !before.worked().contains(name))
                .toList();
    }
}
