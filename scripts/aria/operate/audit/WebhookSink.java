package aria.operate.audit;

import aria.store.AuditEntry;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * An address that takes the audit log as JSON by HTTPS. An answer of the class 2xx acknowledges; redirects are not
 * followed.
 *
 * @param url   {@code https://...}
 * @param tls   of the connection
 * @param token goes into {@code Authorization}; empty for none
 */
public record WebhookSink(URI url, SSLContext tls, Optional<String> token) implements AuditSink {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * The body.
     *
     * @param entries lines of the log, as they are
     */
    private record Body(String schema, String head, List<String> entries) {}

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public void send(List<AuditEntry> entries) throws IOException {
        AuditEntry last = entries.get(entries.size() - 1);
        Body body = new Body(
                "aria.audit/1",
                last.sequence() + ":" + last.hash(),
                entries.stream()
                        .map(entry -> new String(entry.line(), StandardCharsets.UTF_8))
                        .toList());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(body)));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        int status = status(request.build());
        if (status / 100 != 2) {
            throw new IOException("answers with HTTP status " + status);
        }
    }

    /** The body of the answer says nothing, and may have no end: the time is bounded. */
    private int status(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Void>> answer = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException slow) {
            throw (IOException) new HttpTimeoutException("does not answer within " + ANSWER.toSeconds() + " seconds")
                    .initCause(slow);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + url);
        } finally {
            answer.cancel(true);
        }
    }

    /** Says nothing about the token, so that it cannot end in a log. */
    @Override
    public String toString() {
        return "WebhookSink[" + url + "]";
    }
}
