package aria.cli;

import aria.verify.traffic.Call;
import aria.verify.traffic.CallerUse;
import java.util.List;

/** What {@code verify-mtls-setup --callers} prints: whom proxies admit, and who has called. */
public final class CallersReport {
    private CallersReport() {}

    /** One caller in the JSON answer. */
    private record Caller(String server, int port, String caller, int ended, int open, String since, boolean chosen) {}

    /** The JSON answer. */
    private record Callers(List<Caller> callers) {}

    /** Prints them, to standard output. */
    public static void print(Console console, boolean json, List<CallerUse> callers) {
        if (json) {
            console.answer(
                    "verify-mtls-setup-callers",
                    ExitCode.OK,
                    new Callers(callers.stream().map(CallersReport::caller).toList()),
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
