package aria.operate.scrape;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Answers {@code GET /metrics} over mutual TLS, and nothing else, until it is closed. */
public final class ScrapeServer implements AutoCloseable {
    private static final String PATH = "/metrics";
    /** One for each connection: one that says nothing holds its thread until it is dropped. */
    private static final int CONNECTIONS = 64;

    private static final int THREAD_SECONDS = 30;
    private static final int BACKLOG = 16;
    private static final int GRACE_SECONDS = 1;

    private final HttpsServer server;
    private final ExecutorService threads;

    private ScrapeServer(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts one.
     *
     * @param admitted whether a client of our CA may read, by its certificate
     * @param metrics  text to answer with; empty when there is none that is true
     * @throws IOException when the address cannot be used
     */
    public static ScrapeServer start(
            InetSocketAddress address,
            ReloadedTls tls,
            Predicate<X509Certificate> admitted,
            Supplier<Optional<String>> metrics)
            throws IOException {
        limit();
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        ExecutorService threads = threads();
        server.setExecutor(threads);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters all = getSSLContext().getDefaultSSLParameters();
                all.setNeedClientAuth(true);
                all.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                parameters.setSSLParameters(all);
            }
        });
        server.createContext("/", exchange -> answer((HttpsExchange) exchange, admitted, metrics));
        server.start();
        return new ScrapeServer(server, threads);
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CONNECTIONS, CONNECTIONS, THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "scrape");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Clients that connect and say nothing, or slowly, are dropped. The JDK's server knows these limits as properties
     * only, and reads them when it is first used.
     */
    private static void limit() {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.idleInterval", "120");
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS));
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(
            HttpsExchange exchange, Predicate<X509Certificate> admitted, Supplier<Optional<String>> metrics)
            throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!client(exchange).filter(admitted).isPresent()) {
                say(exchange, 403, "this client is not admitted\n");
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                say(exchange, 404, "there is " + PATH + " only\n");
            } else if (!method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                say(exchange, 405, "GET only\n");
            } else {
                Optional<String> text = metrics.get();
                say(exchange, text.isPresent() ? 200 : 503, text.orElse("the metrics cannot be made; see its log\n"));
            }
        }
    }

    /** Looked at for each request: a session that is resumed had no handshake. */
    private static Optional<X509Certificate> client(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Takes no more connections, and lets answers that have begun end. */
    @Override
    public void close() {
        server.stop(GRACE_SECONDS);
        threads.shutdownNow();
    }
}
