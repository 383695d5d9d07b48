package aria.cli;

import static aria.finding.Remedy.advice;

import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.finding.UnavailableException;
import aria.finding.UsageException;
import aria.operate.scrape.ReloadedTls;
import aria.operate.scrape.ScrapeServer;
import aria.pki.Certificates;
import aria.pki.CertifiedKey;
import aria.plan.OwnList;
import aria.store.Layout;
import aria.verify.CertificateFile;
import aria.verify.ServiceFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options of a command that has its metrics scraped over mutual TLS. */
public final class ListenOptions {
    private static final String NAME = "--listen";
    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9A-Fa-f:]+]|[A-Za-z0-9._-]*):)?([0-9]{1,5})");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Option(
            names = NAME,
            paramLabel = "[ADDRESS:]PORT",
            description = "Let Prometheus scrape them here, over mutual TLS (ADDRESS: 127.0.0.1).")
    private String listen;

    @Option(
            names = "--certificate",
            paramLabel = "NAME",
            defaultValue = "aria-metrics",
            description =
                    "With --listen: certificate to present, as pki-cert create named it (default: ${DEFAULT-VALUE}).")
    private String certificate;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            defaultValue = "prometheus",
            description =
                    "With --listen: who may read, by the CN of the certificate; can be repeated (default: ${DEFAULT-VALUE}).")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "1m",
            converter = Durations.class,
            description = "With --listen: how often the checks are made (default: ${DEFAULT-VALUE}).")
    private Duration every;

    /** Whether it was given. */
    public boolean isGiven() {
        return listen != null;
    }

    /**
     * Serves until the process ends, or this thread is interrupted.
     *
     * @param metrics makes them anew
     * @throws RefusedException     when the certificate cannot be used
     * @throws UnavailableException when the address is in use
     */
    public void serve(CommonOptions common, Supplier<String> metrics) {
        InetSocketAddress address = address();
        if (every.compareTo(SHORTEST) < 0) {
            throw new UsageException(FindingId.WRONG_USAGE, "--every: less than a second");
        }
        Layout layout = common.layout();
        ReloadedTls tls = new ReloadedTls(identity(layout), roots(layout));
        ScrapedMetrics scraped = new ScrapedMetrics(
                metrics,
                every,
                () -> renew(layout, tls),
                why -> common.console().warning(why));
        scraped.make();
        try (ScrapeServer server = ScrapeServer.start(address, tls, client -> admits(layout, client), scraped::text)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            common.console()
                    .result(
                            Mark.PASS,
                            "listening on " + address.getHostString() + ":" + server.port() + " for "
                                    + String.join(", ", clients) + ", as " + certificate);
            common.console().out().flush();
            scraped.keepMaking();
        } catch (IOException inUse) {
            throw new UnavailableException(
                    Finding.error(FindingId.IO, NAME + ": " + listen + " cannot be used: " + Problem.oneLine(inUse)),
                    inUse);
        }
    }

    private InetSocketAddress address() {
        Matcher parts = ADDRESS.matcher(listen);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new UsageException(
                    FindingId.WRONG_USAGE,
                    NAME + ": '" + listen + "' is not a port, or an address and a port",
                    advice("write 127.0.0.1:9469"));
        }
        String host = Optional.ofNullable(parts.group(1))
                .filter(text -> !text.isEmpty())
                .orElse("127.0.0.1");
        InetSocketAddress address =
                new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
        if (address.isUnresolved()) {
            throw new UsageException(FindingId.WRONG_USAGE, NAME + ": there is no address " + host);
        }
        return address;
    }

    private CertifiedKey identity(Layout layout) {
        ServiceFiles files = ServiceFiles.read(layout, certificate);
        return files.identity()
                .orElseThrow(() -> new RefusedException(
                        FindingId.PKI_REFUSED,
                        layout.display(layout.serviceCertificate(certificate)) + " and its key cannot be used: "
                                + files.certificate()
                                        .problem()
                                        .or(files::keyProblem)
                                        .orElse(""),
                        Remedy.aria("pki-cert", "create", certificate, "--type", "server")));
    }

    private static List<X509Certificate> roots(Layout layout) {
        CertificateFile bundle = CertificateFile.read(layout.trustBundle());
        if (bundle.problem().isPresent()) {
            throw new RefusedException(
                    FindingId.PKI_REFUSED,
                    layout.display(layout.trustBundle()) + " "
                            + bundle.problem().get());
        }
        return bundle.chain();
    }

    private void renew(Layout layout, ReloadedTls tls) {
        tls.reload(identity(layout), roots(layout));
    }

    private boolean admits(Layout layout, X509Certificate client) {
        Optional<X509CRL> list = OwnList.of(layout).list();
        return clients.contains(Certificates.commonName(client))
                && list.filter(crl -> crl.isRevoked(client)).isEmpty();
    }
}
