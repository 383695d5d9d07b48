package aria.plan;

import aria.compose.ComposeProject;
import aria.compose.Port;
import aria.edit.yaml.YamlMap;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.Selection;
import aria.stack.StackService;
import aria.store.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is said of servers that are published: people call them, and nothing is written of that anywhere else. */
final class PublishedPorts {
    private final StackOptions options;

    PublishedPorts(StackOptions options) {
        this.options = options;
    }

    /** Returns why a service stays as it is because it is made for everybody; empty for all others. */
    static Optional<Finding> entrance(StackService service) {
        return service.preset()
                .filter(Preset::entrance)
                .flatMap(preset -> service.published().stream()
                        .filter(port -> !StackService.isLocal(port))
                        .findFirst())
                .map(port -> Finding.note(
                                FindingId.PUBLIC_ENTRANCE,
                                port.title() + " is published for browsers, so it stays as it is, and asks"
                                        + " nobody for a certificate",
                                Remedy.setting(
                                        "--preset",
                                        service.name() + "="
                                                + service.preset().get().id()))
                        .about(service.name()));
    }

    /** Returns why a server stays as it is because one of its listeners was chosen to be public; empty for others. */
    static Optional<Finding> chosen(StackService service, Selection selection) {
        return service.preset()
                .filter(preset -> service.secured())
                .flatMap(preset -> preset.listeners().stream()
                        .filter(listener -> selection.isOpen(service.name(), listener.port()))
                        .findFirst())
                .map(listener -> Finding.note(
                                FindingId.PUBLIC_ENTRANCE,
                                "port " + listener.port() + " is public by choice, so the service stays as it is")
                        .about(service.name()));
    }

    /** Returns what people need from now on to call these services. */
    List<Finding> findings(List<StackService> secured) {
        List<Finding> findings = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        for (StackService service : secured) {
            Preset preset = service.preset().orElseThrow();
            for (Port port : service.published()) {
                if (preset.connect().isPresent()) {
                    findings.add(Finding.note(
                                    FindingId.PUBLISHED,
                                    port.title() + " asks people for their certificate from now on",
                                    Remedy.advice("call it with `" + line(service, port) + "`"))
                            .about(service.name()));
                } else if (service.isHttp(port)) {
                    pages.add(service.name() + " (" + port.title() + ")");
                }
            }
        }
        if (!pages.isEmpty()) {
            findings.add(Finding.note(
                            FindingId.PUBLISHED,
                            "browsers need a person's certificate from now on for",
                            Remedy.page("docs/howto/CERTIFICATES.md#connect-to-a-secured-server"))
                    .naming(pages));
        }
        return findings;
    }

    /**
     * Returns which ports of a server that moves behind a proxy stay as they are, and which are narrowed to this
     * machine; nothing of those that were chosen to be public.
     */
    static List<Finding> stay(StackService server, Selection selection) {
        return server.service().ports().stream()
                .filter(port -> !selection.isOpen(server.name(), port.target()))
                .map(port -> (StackService.isLocal(port)
                                ? local(port)
                                : selection.proxies().published().contains(server.name())
                                        ? narrowed(port)
                                        : plain(server, port))
                        .about(server.name()))
                .toList();
    }

    private static Finding local(Port port) {
        return Finding.note(
                FindingId.PUBLISHED,
                port.title() + " stays published in plaintext, for whoever calls it on this machine");
    }

    private static Finding narrowed(Port port) {
        return Finding.note(
                FindingId.PUBLISHED,
                port.title() + " is published on 127.0.0.1 alone from now on, in plaintext: other machines no longer"
                        + " reach it");
    }

    private static Finding plain(StackService server, Port port) {
        return Finding.note(
                FindingId.PUBLISHED,
                port.title() + " stays published in plaintext, for whoever calls it from outside",
                Remedy.advice("write `services: {" + server.name() + ": {public: [" + port.target()
                        + "]}}` into aria.yaml if that is meant, or publish it on 127.0.0.1"));
    }

    /**
     * Returns that others may call these servers on networks that other projects share with this one; empty when none
     * of them is on such a network.
     */
    static Optional<Finding> shared(List<StackService> secured, ComposeProject project) {
        List<String> shared = project.networks().entrySet().stream()
                .filter(network -> network.getValue() instanceof YamlMap map && isShared(map, project))
                .map(Map.Entry::getKey)
                .toList();
        List<String> servers = secured.stream()
                .flatMap(server -> server.service().networks().keySet().stream()
                        .filter(shared::contains)
                        .map(network -> server.name() + " (" + network + ")"))
                .toList();
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        FindingId.SHARED_NETWORK,
                        "containers of other projects on a shared network are refused from now on when they call "
                                + String.join(", ", servers) + " without a certificate",
                        Remedy.advice("leave a server as it is with `services: {NAME: {via: none, because: ...}}` in"
                                + " aria.yaml")));
    }

    /** One with a name of its own is also that of every other project that gives it this name. */
    private static boolean isShared(YamlMap network, ComposeProject project) {
        return network.get("external")
                        .filter(external -> !external.toString().equals("false"))
                        .isPresent()
                || network.get("name")
                        .filter(name -> !name.toString().startsWith(project.name()))
                        .isPresent();
    }

    private String line(StackService service, Port port) {
        Layout layout = options.layout();
        String person = layout.display(layout.peopleFolder()) + "/" + options.person();
        return new TemplateVariables(
                        Map.of(
                                "port",
                                port.published().isEmpty() ? "PORT" : port.published(),
                                "ca",
                                layout.display(layout.trustBundle()),
                                "cert",
                                person + ".crt",
                                "key",
                                person + ".key"),
                        service.service().environment()::get)
                .fill(service.preset()
                        .flatMap(Preset::connect)
                        .orElseThrow()
                        .with(service.service().command()));
    }
}
