package aria.cli;

import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.finding.DidYouMean;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.plan.StackOptions;
import aria.stack.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a person has to know of the choices in a file: which are less strict than the default, which leave services out, which have no
 * effect.
 *
 * @param file      with the choices
 * @param typed     what the options say
 * @param typedMode {@code --mode}
 */
record ChoiceFindings(ChoicesFile file, Selection typed, Optional<String> typedMode) {

    /**
     * A choice for a service that is less strict than the default.
     *
     * @param key  below the service
     * @param what it does
     * @param made whether it was made for a service
     */
    private record Weaker(String key, String what, Predicate<Choices.Service> made) {}

    private static final List<Weaker> WEAKER = List.of(
            new Weaker(
                    "mode",
                    "it asks clients for a certificate and does not insist",
                    service -> service.mode().equals(Optional.of(StackOptions.REQUEST))),
            new Weaker("secure", "it is secured even if callers cannot follow", Choices.Service::always),
            new Weaker(
                    "published",
                    "its published port stays in plaintext for everybody on this machine",
                    Choices.Service::local),
            new Weaker(
                    "public",
                    "these ports stay open to everybody",
                    service -> !service.open().isEmpty()),
            new Weaker("callers", "everybody on its networks may call it", Choices.Service::anyCaller),
            new Weaker("via", "it is left as it is", Choices.Service::leftOut));

    /** @param services the names of those that the project has */
    List<Finding> of(Collection<String> services) {
        List<Finding> findings = new ArrayList<>();
        if (choices().mode().equals(Optional.of(StackOptions.REQUEST)) && typedMode.isEmpty()) {
            findings.add(
                    of(FindingId.CHOICE_WEAKENS, "mode", "servers ask clients for a certificate and do not insist"));
        }
        choices()
                .services()
                .forEach((name, service) -> WEAKER.stream()
                        .filter(weaker -> weaker.made().test(service))
                        .map(weaker -> of(
                                FindingId.CHOICE_WEAKENS, key(name) + weaker.key(), weaker.what() + because(service)))
                        .forEach(findings::add));
        choices()
                .services()
                .forEach((name, service) -> service.stage()
                        .filter(stage -> stage.startsWith("open"))
                        .map(stage -> of(
                                        FindingId.STAGE_OPEN,
                                        key(name) + "stage",
                                        "its proxy also accepts plaintext" + because(service))
                                .also(Remedy.aria("enforce", name)))
                        .ifPresent(findings::add));
        if (typed.only().isEmpty() && !choices().only().isEmpty()) {
            findings.add(Finding.note(
                            FindingId.CHOICE_LIMITS,
                            "only limits this to " + String.join(", ", choices().only()))
                    .at(file.place("only")));
        }
        choices().ownImages().forEach((role, image) -> findings.add(ofImage(role, image)));
        choices()
                .only()
                .forEach(
                        name -> unknown(file.item("only", name), name, services).ifPresent(findings::add));
        choices()
                .services()
                .keySet()
                .forEach(name ->
                        unknown(file.place("services." + name), name, services).ifPresent(findings::add));
        choices().services().forEach((name, service) -> {
            service.calls()
                    .forEach(listener -> unknown(
                                    file.item(key(name) + "calls", listener),
                                    listener.substring(0, listener.lastIndexOf(':')),
                                    services)
                            .ifPresent(findings::add));
            if (!service.anyCaller()) {
                service.callers()
                        .forEach(caller -> unknown(file.item(key(name) + "callers", caller), caller, services)
                                .ifPresent(findings::add));
            }
        });
        return findings;
    }

    private static String key(String service) {
        return "services." + service + ".";
    }

    private Choices choices() {
        return file.choices();
    }

    private Finding ofImage(String role, String image) {
        String pin = image.contains("@sha256:") ? "" : "; pin it by its digest (IMAGE@sha256:...)";
        return Finding.note(
                        FindingId.CHOICE_IMAGE, "images." + role + ": " + image + " runs with the services' keys" + pin)
                .at(file.place("images." + role));
    }

    private static String because(Choices.Service service) {
        return service.because().map(because -> " (" + because + ")").orElse("");
    }

    private Finding of(FindingId id, String choice, String message) {
        return Finding.warning(id, choice + ": " + message).at(file.place(choice));
    }

    private Optional<Finding> unknown(Place place, String name, Collection<String> services) {
        return services.contains(name) || name.equals("*")
                ? Optional.empty()
                : Optional.of(Finding.warning(
                                FindingId.CHOICE_UNUSED,
                                "there is no service '" + name + "' here" + DidYouMean.among(name, services, ""))
                        .at(place));
    }
}
