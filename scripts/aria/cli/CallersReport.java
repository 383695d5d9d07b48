package aria.cli;

import aria.finding.Remedy;
import aria.verify.traffic.Call;
import aria.verify.traffic.CallerUse;
import aria.verify.traffic.NativeUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code verify-mtls-setup --callers} prints: whom proxies admit, and who has called. */
public final class CallersReport {
    private CallersReport() {}

    /** One caller in the JSON answer. */
    private record Caller(String server, int port, String caller, int ended, int open, String since, boolean chosen) {}

    /**
     * Prints them, to standard output.
     *
     * @param callers of servers whose proxies run
     * @param natives the servers that require certificates themselves
     * @param theirs  the callers of these
     */
    public static void print(
            Console console, boolean json, List<CallerUse> callers, List<String> natives, List<NativeUse> theirs) {
        if (json) {
            console.answer(
                    "verify-mtls-setup-callers",
                    ExitCode.OK,
                    Map.of(
                            "callers",
                            callers.stream().map(CallersReport::caller).toList(),
                            "native",
                            theirs),
                    List.of());
            return;
        }
        if (callers.isEmpty()) {
            console.message("No proxy of a server runs here");
        }
        String server = "";
        for (CallerUse use : callers) {
            String at = use.call().listener();
            if (!at.equals(server)) {
                console.result(at + ", since " + use.since());
                server = at;
            }
            console.result(use.used() ? Mark.PASS : Mark.WARN, use.call().caller() + ": " + said(use));
        }
        callers.stream()
                .map(use -> use.call().server())
                .distinct()
                .flatMap(name -> tighter(name, callers).stream())
                .forEach(choice -> console.result(
                        choice + ", and run " + console.text().text(Remedy.aria("bootstrap", "--yes", "--up"))));
        for (String name : natives) {
            List<NativeUse> own =
                    theirs.stream().filter(use -> use.server().equals(name)).toList();
            console.result(name + ", which requires certificates itself and does not count calls"
                    + (own.isEmpty() ? ": no caller is known" : ""));
            own.forEach(
                    use -> console.result(use.connected() ? Mark.PASS : Mark.SKIP, use.caller() + ": " + said(use)));
        }
    }

    /** Returns how those that have called remain the only callers of a server; empty where all have called, or none. */
    static Optional<String> tighter(String server, List<CallerUse> callers) {
        Map<Boolean, Set<String>> byUse = new HashMap<>(Map.of(true, new TreeSet<>(), false, new TreeSet<>()));
        callers.stream()
                .filter(use -> use.call().server().equals(server))
                .forEach(use -> byUse.get(use.used()).add(use.call().caller()));
        byUse.get(false).removeAll(byUse.get(true));
        return byUse.get(true).isEmpty() || byUse.get(false).isEmpty()
                ? Optional.empty()
                : Optional.of("To shut out " + String.join(", ", byUse.get(false)) + ", write `services: {" + server
                        + ": {callers: [" + String.join(", ", byUse.get(true)) + "]}}` into aria.yaml");
    }

    private static String said(NativeUse use) {
        if (!use.connected()) {
            return "calls it as the files say, and was not connected within the last minute";
        }
        return use.known() ? "connected within the last minute" : "connected within the last minute, as no file says";
    }

    private static String said(CallerUse use) {
        if (use.used()) {
            return use.ended() + " connections ended, " + use.open() + " open";
        }
        return "has not called; "
                + (use.chosen()
                        ? "to shut it out, take " + use.call().server() + ":"
                                + use.call().port() + " out of services."
                                + use.call().caller() + ".calls in aria.yaml"
                        : "to shut it out, take the call out of its settings, or its depends_on");
    }

    private static Caller caller(CallerUse use) {
        Call call = use.call();
        return new Caller(
                call.server(),
                call.port(),
                call.caller(),
                use.ended(),
                use.open(),
                use.since().toString(),
                use.chosen());
    }
}
