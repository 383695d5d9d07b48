package aria.cli.pkicert;

import aria.apply.Applied;
import aria.ca.Signer;
import aria.cli.CommonOptions;
import aria.cli.ExitCode;
import aria.cli.Mark;
import aria.pki.Certificates;
import aria.pki.Pem;
import aria.pki.Validity;
import aria.store.FileWrite;
import aria.store.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports the files that were written. */
final class Made {

    private static final Duration CLOCK_GRAIN = Duration.ofMinutes(2);

    private Made() {}

    /** @param what as in {@code certificate of ada} */
    static void report(CommonOptions common, String command, Applied applied, List<FileWrite> files, String what) {
        Layout layout = common.layout();
        List<String> written = applied.files().stream()
                .map(layout::display)
                .filter(file -> !file.endsWith(".gitignore"))
                .toList();
        if (common.json()) {
            common.console().answer(command, ExitCode.OK, Map.of("files", written), List.of());
            return;
        }
        String end = until(files).map(time -> ", valid until " + time).orElse("");
        common.console().result(Mark.PASS, written.isEmpty() ? what + " already exists, nothing changed" : what + end);
        written.forEach(file -> common.console().result("  " + file));
    }

    /** Says so when a lifetime is not the wanted one, because the claims of ca.json or the issuer's own end limit it. */
    static void warnOfClamping(CommonOptions common, Signer signer, Validity given, Instant now, Duration wanted) {
        if (Duration.between(given.notAfter(), now.plus(wanted)).abs().compareTo(CLOCK_GRAIN) > 0) {
            common.console()
                    .warning("the certificate expires on " + given.notAfter()
                            + " instead of after the requested lifetime, because "
                            + signer.limit(
                                    given,
                                    common.layout().display(common.layout().caJson())));
        }
    }

    private static Optional<String> until(List<FileWrite> files) {
        return files.stream()
                .filter(file ->
                        file.path().toString().endsWith(".crt") && !file.path().endsWith("ca.crt"))
                .findFirst()
                .map(file -> Pem.readCertificates(file.content(), file.path().toString())
                        .get(0))
                .map(Certificates::validity)
                .map(Validity::notAfter)
                .map(Object::toString);
    }
}
