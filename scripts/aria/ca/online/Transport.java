package aria.ca.online;

import static aria.finding.Remedy.advice;

import aria.ca.config.CaErrors;
import aria.pki.CertifiedKey;
import aria.pki.KeyStores;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * HTTPS to one CA: pinned to the given roots, without redirects, bounded in time and size. It uses HTTP/1.1, which
 * gives a hostile server fewer ways to attack than HTTP/2. Safe for use by several threads.
 */
final class Transport {

    private final URI url;
    private final HttpLimits patience;
    private final HttpClient http;
    private final Failures failures;

    private Transport(URI url, SSLContext tls, HttpLimits patience) {
        this.url = url;
        this.patience = patience;
        this.failures = new Failures(url);
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .build();
    }

    /**
     * To a CA that comes from these roots.
     *
     * @param identityOrNull what to present; null presents nothing
     */
    static Transport pinned(URI url, List<X509Certificate> roots, CertifiedKey identityOrNull, HttpLimits patience) {
        return new Transport(url, KeyStores.sslContext(identityOrNull, roots), patience);
    }

    /** With a context of its own, for the one request that is made before there is a root to trust. */
    static Transport with(URI url, SSLContext tls, HttpLimits patience) {
        return new Transport(url, tls, patience);
    }

    /** Where the CA is. */
    URI url() {
        return url;
    }

    /**
     * Reads something. Repeated when there is no answer, or one that says to come back.
     *
     * @throws aria.finding.UnavailableException when no answer comes in time
     * @throws aria.finding.RefusedException when the server is another, or answers what no CA should
     */
    CaResponse get(String path) {
        HttpRequest request = request(path).header("Accept", "*/*").GET().build();
        return repeated(() -> request, true);
    }

    /**
     * Asks for something to be done once. Repeated only when no connection came about, or the CA says that it is busy.
     *
     * @param body made anew for each attempt: a token is good for one
     */
    CaResponse post(String path, Supplier<JsonObject> body) {
        return repeated(() -> posted(request(path), body.get()), false);
    }

    /**
     * Asks for a certificate. Repeated as {@link #get} is: when a CA or a proxy before it dies with the answer, a
     * second certificate does no harm.
     *
     * @param body made anew for each attempt: a token is good for one
     */
    CaResponse postForCertificate(String path, Supplier<JsonObject> body) {
        return repeated(() -> posted(request(path), body.get()), true);
    }

    /**
     * As {@link #postForCertificate}, without a body.
     *
     * @param bearer goes into {@code Authorization}; made anew for each attempt
     */
    CaResponse postByToken(String path, Supplier<String> bearer) {
        return repeated(
                () -> posted(request(path).header("Authorization", "Bearer " + bearer.get()), new JsonObject()), true);
    }

    private static HttpRequest posted(HttpRequest.Builder request, JsonObject body) {
        return request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(patience.answer());
    }

    private CaResponse repeated(Supplier<HttpRequest> request, boolean safe) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= patience.attempts();
            HttpRequest asked = request.get();
            try {
                CaResponse answer = once(asked);
                if (last || !busy(answer.status(), safe)) {
                    return answer;
                }
            } catch (IOException failed) {
                if (last || !worthRepeating(failed, safe)) {
                    throw failures.of(failed);
                }
            }
            pause(attempt);
        }
    }

    private CaResponse once(HttpRequest request) throws IOException {
        return answer(exchange(request));
    }

    /** What tells of failures of this conversation. */
    Failures failures() {
        return failures;
    }

    /**
     * One request and its whole answer, once, within the bounds.
     *
     * @throws IOException when no whole answer came
     * @throws aria.finding.RefusedException when it redirects
     */
    HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answering =
                http.sendAsync(request, info -> new CappedBody(patience.bytes()));
        try {
            HttpResponse<byte[]> response = answering.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 == 3) {
                throw CaErrors.refused(
                        request.uri()
                                + " redirects to another address, which step-ca never does; the redirect was not followed",
                        advice("check the CA's address"));
            }
            return response;
        } catch (TimeoutException slow) {
            throw (IOException) new HttpTimeoutException(
                            "no complete response within " + patience.answer().toSeconds() + " seconds")
                    .initCause(slow);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for " + url));
        } finally {
            answering.cancel(true);
        }
    }

    private static CaResponse answer(HttpResponse<byte[]> response) {
        String type = response.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return new CaResponse(
                response.uri(),
                response.statusCode(),
                type,
                response.body(),
                response.headers().firstValue("Date").flatMap(Transport::ahead));
    }

    private static Optional<Duration> ahead(String date) {
        try {
            return Optional.of(Duration.between(
                    Instant.now(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /** What says: not now. Nothing has been done then; behind a proxy that lost its CA (502, 504), nobody knows. */
    private static boolean busy(int status, boolean safe) {
        return status == 429 || status == 503 || safe && (status == 502 || status == 504);
    }

    private static boolean worthRepeating(IOException failed, boolean safe) {
        boolean neverSent = failed instanceof ConnectException || failed instanceof HttpConnectTimeoutException;
        return neverSent
                || safe
                        && !Failures.isTls(failed)
                        && !(failed instanceof CappedBody.TooLong)
                        && !(failed instanceof HttpTimeoutException);
    }

    /** Half of the pause is random, so that clients whose CA died together do not come back together. */
    private void pause(int attempt) {
        long most = patience.pause().toMillis() << (attempt - 1);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for " + url));
        }
    }
}
