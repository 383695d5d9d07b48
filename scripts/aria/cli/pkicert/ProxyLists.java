package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.PartialFailureException;
import aria.finding.UnavailableException;
import aria.operate.RunningProxies;
import aria.plan.RevokedSerials;
import aria.store.FileWrite;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the proxies of this project refuse from now on.
 *
 * @param common the options that all commands have
 * @param files  of the proxies, by the service that each stands beside
 */
record ProxyLists(CommonOptions common, Map<String, FileWrite> files) {

    /** Returns what has to be written when this is the project's list. */
    static ProxyLists of(CommonOptions common, X509CRL list) {
        return new ProxyLists(common, RevokedSerials.files(common.layout(), list));
    }

    /** Returns the files that have to be written together with the list. */
    List<FileWrite> writes() {
        return List.copyOf(files.values());
    }

    /**
     * Has the running proxies read them, and says what that does not end.
     *
     * @return the services of the proxies that were told
     * @throws PartialFailureException when the engine does not answer: everything is written
     */
    List<String> deliver() {
        List<String> told;
        try {
            told = RunningProxies.reload(common.layout(), files.keySet());
        } catch (UnavailableException silent) {
            throw new PartialFailureException(
                    Finding.error(
                                    FindingId.PARTLY_DONE,
                                    "the list is written, but the proxies could not be told to read it: "
                                            + silent.finding().message())
                            .also(silent.finding().remedies()),
                    silent);
        }
        if (!told.isEmpty()) {
            common.console()
                    .message("Told " + String.join(", ", told) + " to refuse it. Connections that are open stay open: "
                            + FindingText.line(Stream.concat(Stream.of("docker", "compose", "restart"), told.stream())
                                    .toList())
                            + " ends them");
        } else if (!files.isEmpty()) {
            common.console().message("No proxy runs here. Each refuses it when it starts");
        }
        return told;
    }
}
