package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.preset.Preset;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which services of a stack are secured.
 *
 * @param services those that serve and require certificates once the plan is applied
 * @param findings why each of the others is not
 */
record SecuredServices(List<StackService> services, List<Finding> findings) {

    /** Keeps unmodifiable copies. */
    SecuredServices {
        services = List.copyOf(services);
        findings = List.copyOf(findings);
    }

    /**
     * Decides for every service of a stack.
     *
     * @param heldBack services that cannot be edited, each with the reason
     */
    static SecuredServices of(Stack stack, StackOptions options, Map<String, Finding> heldBack) {
        List<StackService> services = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (StackService service : stack.services()) {
            Optional<Finding> reason = Optional.ofNullable(heldBack.get(service.name()))
                    .or(() -> service.secured() ? refusal(service, stack, options) : leftAlone(service));
            if (reason.isEmpty() && service.secured()) {
                services.add(service);
            }
            reason.ifPresent(findings::add);
        }
        return new SecuredServices(services, findings);
    }

    /** Returns their names. */
    Set<String> names() {
        return services.stream().map(StackService::name).collect(Collectors.toSet());
    }

    private static Optional<Finding> refusal(StackService service, Stack stack, StackOptions options) {
        if (new InitService(options).isForAnotherFolder(service, stack.project())) {
            return Optional.of(Finding.note(
                            FindingId.OTHER_FOLDER,
                            "its key delivery has paths relative to another folder, as a project that includes this"
                                    + " file needs them; left as it is")
                    .about(service.name()));
        }
        return Refusals.of(service, stack, ServicePlan.variables(service, options));
    }

    private static Optional<Finding> leftAlone(StackService service) {
        if (!service.selected() || service.oneShot()) {
            return Optional.empty();
        }
        return Optional.of(service.preset()
                .flatMap(Preset::leaveAlone)
                .map(reason -> Finding.note(FindingId.LEFT_ALONE, reason))
                .orElseGet(() -> Finding.note(
                        FindingId.NO_PRESET,
                        service.presetReason() + ", left alone",
                        Remedy.setting("--preset", service.name() + "=mount")))
                .about(service.name()));
    }
}
