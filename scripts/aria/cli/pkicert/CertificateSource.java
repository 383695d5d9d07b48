package aria.cli.pkicert;

import aria.cli.CommonOptions;
import aria.finding.AriaException;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UsageException;
import aria.pki.KeyStores;
import aria.pki.Pem;
import aria.store.Layout;
import aria.verify.probe.ServedChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate as the user names it: a file in PEM or DER, a key store, a server as {@code host:port}, or the name
 * of a service or person of this project.
 *
 * @param certificates its own first, then what came with it
 * @param host         the server's name when it came from one
 */
record CertificateSource(List<X509Certificate> certificates, Optional<String> host) {

    private static final Pattern SERVER = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+)):([0-9]{1,5})");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /**
     * @throws aria.finding.RefusedException when it isn't there or holds no certificate
     * @throws UsageException when no certificate has this name
     * @throws UncheckedIOException when it can't be reached
     */
    static CertificateSource of(CommonOptions common, String text, PasswordOption password) {
        Optional<Path> file = file(common, text);
        Matcher server = SERVER.matcher(text);
        if (file.isEmpty() && server.matches()) {
            return served(server);
        }
        Path path = file.orElseGet(() -> {
            if (isName(text)) {
                throw missing(text);
            }
            return Path.of(text);
        });
        byte[] content = NamedFiles.read(common, path);
        if (!KeyStores.isKeyStore(content)) {
            return new CertificateSource(Pem.findCertificates(content, path.toString()), Optional.empty());
        }
        char[] secret = password.read(common, path.toString());
        try {
            return new CertificateSource(KeyStores.certificates(content, secret, path.toString()), Optional.empty());
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /**
     * The file of that name, else the certificate of that service or person, from the working directory; empty when
     * there is neither.
     */
    static Optional<Path> file(CommonOptions common, String text) {
        if (NamedFiles.isFile(common, text)) {
            return Optional.of(Path.of(text));
        }
        if (!NAME.matcher(text).matches()) {
            return Optional.empty();
        }
        Layout layout = common.layout();
        return List.of(layout.serviceCertificate(text), layout.personFile(text, "crt")).stream()
                .filter(Files::exists)
                .findFirst()
                .map(path -> common.directory().relativize(path));
    }

    /** Returns that a project has no certificate of this name, or that there is no such file. */
    static AriaException missing(String name) {
        if (!isName(name)) {
            return new RefusedException(
                    Finding.error(FindingId.NOT_FOUND, "there is no such file").at(Place.of(name)));
        }
        return new UsageException(
                FindingId.SELECTION_INVALID,
                "there is no certificate of '" + name + "'",
                Remedy.aria("pki-cert", "list"));
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.contains(".");
    }

    private static CertificateSource served(Matcher server) {
        String host = server.group(1) != null ? server.group(1) : server.group(2);
        int port = Integer.parseInt(server.group(3));
        if (port < 1 || port > 65535) {
            throw new UsageException(FindingId.WRONG_USAGE, server.group() + ": a port is a number from 1 to 65535");
        }
        try {
            return new CertificateSource(ServedChain.of(host, port), Optional.of(host));
        } catch (IOException e) {
            throw new UncheckedIOException(server.group() + " shows no certificate: " + e.getMessage(), e);
        }
    }
}
