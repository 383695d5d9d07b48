package aria.cli;

import static aria.finding.Remedy.advice;

import aria.choices.Choices;
import aria.choices.ChoicesFile;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.operate.audit.AuditSink;
import aria.operate.audit.SyslogSink;
import aria.operate.audit.WebhookSink;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import aria.pki.Pem;
import aria.store.Agreements;
import aria.store.Digest;
import aria.store.InputFile;
import aria.store.Layout;
import aria.verify.ServiceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The receivers of the audit log that {@code aria.yaml} names. Somebody else may have written it, so a person has to agree
 * before one is contacted; that is kept outside the project. Certificate and secret lie at fixed places of the project:
 * no key of the file says which secret is sent where.
 *
 * @param common where the project is
 * @param file   its choices
 */
record AuditSinks(CommonOptions common, ChoicesFile file) {
    /** The certificate that receivers are shown where there is one, made by {@code pki-cert create}. */
    static final String IDENTITY = "aria-audit";

    private static final int MOST_TOKEN = 4096;

    /**
     * A receiver.
     *
     * @param address as {@code aria.yaml} names it
     * @param key     where it names it
     */
    record Named(String address, String key) {}

    /** Returns them, the first one first. */
    List<Named> named() {
        List<Named> named = new ArrayList<>();
        Choices.Audit audit = file.choices().audit();
        audit.syslog().ifPresent(address -> named.add(new Named(address, "audit.syslog")));
        audit.webhook().ifPresent(address -> named.add(new Named(address, "audit.webhook")));
        return named;
    }

    /** Whether somebody has agreed to contact it. */
    boolean agreed(Named sink) {
        return Agreements.here().has(what(sink));
    }

    /** Remembers that somebody has agreed. */
    void agree(Named sink) {
        Agreements.here().keep(what(sink));
    }

    /**
     * Asks a person at the terminal, the first time.
     *
     * @throws aria.finding.ConsentException when the answer is not yes, or nobody can be asked
     */
    void requireAgreed(Named sink) {
        if (!agreed(sink)) {
            common.consent(false)
                    .ask(
                            file.name() + " names " + sink.address() + ". Send the audit log there?",
                            "the audit log is sent to " + sink.address() + " in " + file.name()
                                    + " only after you agreed on this machine",
                            advice("name it with --to"),
                            advice("run this once at a terminal"));
            agree(sink);
        }
    }

    /**
     * Returns what sends to it.
     *
     * @throws RefusedException when the secret or the certificates cannot be used
     */
    AuditSink open(Named sink) {
        URI url = URI.create(sink.address());
        return sink.key().equals("audit.syslog")
                ? new SyslogSink(url, tls())
                : new WebhookSink(url, tls(), token(common.layout().auditToken()));
    }

    private SSLContext tls() {
        Layout layout = common.layout();
        Optional<CertifiedKey> identity = Files.exists(layout.serviceKey(IDENTITY))
                ? ServiceFiles.read(layout, IDENTITY).identity()
                : Optional.empty();
        Optional<List<X509Certificate>> trusted = file.choices()
                .audit()
                .trust()
                .map(bundle -> Pem.readCertificates(bytes(bundle), layout.display(bundle)));
        return KeyStores.sslContext(identity, trusted);
    }

    /** The address is agreed to together with those who may answer for it. */
    private String what(Named sink) {
        String trust = file.choices().audit().trust().flatMap(Digest::ofFile).orElse("");
        return "audit\n" + file.path() + "\n" + sink.address() + "\n" + trust;
    }

    /** A link could lead to another secret, which would then be sent. */
    private Optional<String> token(Path secret) {
        if (Files.notExists(secret, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        OptionFile.requirePrivate(secret, "the webhook's secret");
        String name = common.layout().display(secret);
        try {
            if (!Files.isRegularFile(secret, LinkOption.NOFOLLOW_LINKS)
                    || !secret.toRealPath().equals(secret)
                    || Files.size(secret) > MOST_TOKEN) {
                throw unusable(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read: " + Problem.oneLine(e), e);
        }
        String token = new String(bytes(secret), StandardCharsets.UTF_8).strip();
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw unusable(name);
        }
        return Optional.of(token);
    }

    private static RefusedException unusable(String name) {
        return new RefusedException(
                FindingId.PKI_REFUSED,
                name + " is not a secret for a webhook: one line of printable ASCII in a file that is not a link",
                Remedy.page("docs/howto/AUDIT.md#send-it-to-another-machine"));
    }

    private byte[] bytes(Path path) {
        try {
            return InputFile.bytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(common.layout().display(path) + " cannot be read: " + Problem.oneLine(e), e);
        }
    }
}
