package aria.plan;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.stack.Edge;
import aria.stack.LabelReaders;
import aria.stack.Stack;
import aria.stack.StackService;
import java.util.Optional;

/** Services that a proxy such as Traefik, which finds them by their labels, brings requests from outside. */
final class RoutedEntrance {
    private RoutedEntrance() {}

    /** Returns why such a service stays as it is; empty for all others, and where a person chose a proxy for it. */
    static Optional<Finding> of(StackService service, Stack stack) {
        if (!service.selected()
                || service.oneShot()
                || stack.selection().proxies().servers().contains(service.name())) {
            return Optional.empty();
        }
        Optional<Edge> call = new LabelReaders().entrance(stack, service);
        return call.map(label -> Finding.note(
                        FindingId.PUBLIC_ENTRANCE,
                        title(label) + " brings it requests from outside, so it stays as it is: it"
                                + " answers in plaintext, and asks nobody for a certificate",
                        service.preset()
                                .map(preset ->
                                        new Remedy[] {Remedy.setting("--preset", service.name() + "=" + preset.id())})
                                .orElse(new Remedy[0]))
                .about(service.name())
                .at(label.evidence().place()));
    }

    private static String title(Edge label) {
        return label.outside() ? label.caller() + " of another project" : label.caller();
    }
}
