package aria.trust;

import aria.docker.ProcessRun;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import java.io.IOException;
import java.util.List;

/** Creates the failures of stores. */
final class TrustErrors {
    private TrustErrors() {}

    static UnavailableException store(String message, Remedy... remedies) {
        return new UnavailableException(FindingId.TRUST_STORE, message, remedies);
    }

    static UnavailableException unreadable(String place, IOException cause) {
        return new UnavailableException(Finding.error(FindingId.TRUST_STORE, place + " cannot be read"), cause);
    }

    static UnavailableException notWritable(String place) {
        return store(
                place + ": this user cannot change it", Remedy.advice("run the same command again with sudo in front"));
    }

    static UnavailableException failed(List<String> command, ProcessRun.Captured ended) {
        return store(command.get(0) + " ended with " + ended.exitCode() + ": " + ended.lastErrorLine());
    }
}
