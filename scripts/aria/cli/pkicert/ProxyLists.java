package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.FindingText;
import aria.finding.PartialFailureException;
import aria.finding.UnavailableException;
import aria.operate.RunningProxies;
import aria.plan.OwnList;
import aria.plan.RevokedSerials;
import aria.store.FileWrite;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return new ProxyLists(
                common, RevokedSerials.files(common.layout(), OwnList.of(common.layout(), Optional.of(list))));
    }

    /** Returns the files that have to be written together with the list. */
    List<FileWrite> writes() {
        return List.copyOf(files.values());
    }

    /**
     * Has the running proxies read them and end open connections, and says which they cannot end.
     *
     * @param names in the certificates that were revoked now
     * @return the services of the proxies that were told
     * @throws PartialFailureException when the engine does not answer: everything is written
     */
    List<String> deliver(Set<String> names) {
        RunningProxies.Outcome outcome;
        try {
            outcome = RunningProxies.revoke(common.layout(), files.keySet(), names);
        } catch (UnavailableException silent) {
            throw new PartialFailureException(
                    Finding.error(
                                    FindingId.PARTLY_DONE,
                                    "the list is written, but not every proxy could be told to read it: "
                                            + silent.finding().message())
                            .also(silent.finding().remedies()),
                    silent);
        }
        say(outcome);
        return outcome.told();
    }

    private void say(RunningProxies.Outcome outcome) {
        if (!outcome.told().isEmpty()) {
            common.console()
                    .message("Told " + String.join(", ", outcome.told()) + " to refuse it; " + outcome.ended()
                            + " open connections of it were ended");
        } else if (!files.isEmpty()) {
            common.console().message("No proxy runs here. Each refuses it when it starts");
        }
        if (!outcome.older().isEmpty()) {
            common.console()
                    .warning("connections from before a proxy last read its configuration stay open: "
                            + FindingText.line(
                                    Stream.concat(Stream.of("docker", "compose", "restart"), outcome.older().stream())
                                            .toList())
                            + " ends them");
        }
    }
}
