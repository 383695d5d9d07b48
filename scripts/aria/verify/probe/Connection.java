package aria.verify.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection of one probe: made, used for one request, closed. It never outlives its limit, whatever the server
 * does.
 */
public record Connection(Address address, Listener listener, Protocol protocol) {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration READ_LIMIT = Duration.ofSeconds(3);
    private static final Duration WHOLE_LIMIT = Duration.ofSeconds(8);
    /** A server of our own answers; only a busy machine can keep it from that, which says nothing of the files. */
    private static final int PATIENCE_IN_PROCESS = 10;

    private static final String ALERT = "Received fatal alert: ";
    private static final String NO_TLS_RECORD = "Unsupported or unrecognized SSL message";

    /** One request without TLS. */
    public ProbeResult inClear() {
        return run(socket -> protocol.askInClear(socket.getInputStream(), socket.getOutputStream(), listener));
    }

    /**
     * One request over TLS.
     *
     * @param context what the client presents and trusts
     * @param name    what the server's certificate has to be good for, and what is sent as SNI when it is the
     *                listener's own
     */
    public ProbeResult overTls(SSLContext context, String name) {
        return run(socket -> {
            protocol.beforeTls(socket.getInputStream(), socket.getOutputStream());
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, name, address.port(), true);
            secured.setSSLParameters(parameters(secured, name));
            secured.startHandshake();
            X509Certificate shown = (X509Certificate) secured.getSession().getPeerCertificates()[0];
            return protocol.ask(secured.getInputStream(), secured.getOutputStream(), listener)
                    .from(shown);
        });
    }

    private SSLParameters parameters(SSLSocket socket, String name) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocol.applicationProtocols().toArray(String[]::new));
        // A name that is not the server's own is kept to ourselves: the server might refuse it, and the client would
        // have
        // nothing left to judge.
        boolean sendName = name.equals(listener.verifiedName()) && Listener.isHostName(name);
        parameters.setServerNames(sendName ? List.of(new SNIHostName(name)) : List.of());
        return parameters;
    }

    private Duration limit(Duration usual) {
        return address.via() == Via.IN_PROCESS ? usual.multipliedBy(PATIENCE_IN_PROCESS) : usual;
    }

    private interface Talk {
        ProbeResult with(Socket socket) throws IOException;
    }

    private ProbeResult run(Talk talk) {
        Socket socket = new Socket();
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> unused = end.orTimeout(limit(WHOLE_LIMIT).toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, timeout) -> close(socket));
        try {
            Optional<ProbeResult> unreachable = connect(socket);
            return unreachable.isPresent() ? unreachable.get() : talk.with(socket);
        } catch (SocketTimeoutException e) {
            return ProbeResult.undecided("no answer within " + limit(READ_LIMIT).toSeconds() + " s");
        } catch (IOException e) {
            return end.isCompletedExceptionally()
                    ? ProbeResult.undecided(
                            "no end within " + limit(WHOLE_LIMIT).toSeconds() + " s")
                    : ended(e);
        } finally {
            end.complete(null);
        }
    }

    private Optional<ProbeResult> connect(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) limit(READ_LIMIT).toMillis());
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int)
                    limit(CONNECT_LIMIT).toMillis());
            return Optional.empty();
        } catch (ConnectException e) {
            return Optional.of(new ProbeResult(ProbeResult.ClientFate.NOBODY_THERE, "nothing listens at " + address));
        } catch (IOException e) {
            return Optional.of(
                    new ProbeResult(ProbeResult.ClientFate.UNREACHABLE, address + " cannot be reached from here"));
        }
    }

    /** How the server, or this client, put an end to it. */
    private static ProbeResult ended(IOException e) {
        Optional<CertificateException> ours = causedBy(e);
        if (ours.isPresent()) {
            return new ProbeResult(ProbeResult.ClientFate.REFUSED_BY_CLIENT, innermost(ours.get()));
        }
        return ProbeResult.refused(e instanceof SSLException ? inWords(e.getMessage()) : ProbeResult.CLOSED);
    }

    private static String inWords(String message) {
        if (message == null) {
            return ProbeResult.CLOSED;
        }
        if (message.contains(ALERT)) {
            return "TLS alert " + message.substring(message.indexOf(ALERT) + ALERT.length());
        }
        return message.startsWith(NO_TLS_RECORD) ? "the server does not speak TLS" : message;
    }

    private static Optional<CertificateException> causedBy(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException problem) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
