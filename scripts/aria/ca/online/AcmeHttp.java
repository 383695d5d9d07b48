package aria.ca.online;

import aria.ca.CaUrl;
import aria.ca.config.CaErrors;
import aria.pki.Infallible;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * The HTTP client that the ACME library uses. Every request goes to the CA's own origin over pinned TLS, without
 * redirects, wherever a server's links point. Its response is read completely within {@link HttpLimits} before the
 * library sees any of it.
 */
final class AcmeHttp extends HttpClient {

    private final Transport transport;

    AcmeHttp(Transport transport) {
        this.transport = transport;
    }

    /** @throws aria.finding.RefusedException for an address at another origin, or without TLS */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        URI asked = request.uri();
        URI origin = transport.url();
        if (!"https".equals(asked.getScheme())
                || !origin.getHost().equalsIgnoreCase(asked.getHost())
                || CaUrl.port(origin) != CaUrl.port(asked)) {
            throw CaErrors.refused("the CA at " + origin + " refers to " + Text.shown(asked.toString())
                    + ", which is on another server and is not used");
        }
        HttpResponse<byte[]> answer = transport.exchange(request);
        HttpResponse.BodySubscriber<T> reader =
                handler.apply(new Head(answer.statusCode(), answer.headers(), answer.version()));
        reader.onSubscribe(new Whole());
        if (answer.body().length > 0) {
            reader.onNext(List.of(ByteBuffer.wrap(answer.body())));
        }
        reader.onComplete();
        return new DecodedResponse<>(
                answer, reader.getBody().toCompletableFuture().join());
    }

    private record Head(int statusCode, HttpHeaders headers, HttpClient.Version version)
            implements HttpResponse.ResponseInfo {}

    /** A subscription to a body that was read already, so nothing is requested. */
    private static final class Whole implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** A response whose body is decoded as the library requests. */
    private record DecodedResponse<T>(HttpResponse<byte[]> answer, T body) implements HttpResponse<T> {
        @Override
        public int statusCode() {
            return answer.statusCode();
        }

        @Override
        public HttpRequest request() {
            return answer.request();
        }

        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return answer.headers();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return answer.sslSession();
        }

        @Override
        public URI uri() {
            return answer.uri();
        }

        @Override
        public HttpClient.Version version() {
            return answer.version();
        }
    }

    /** Not used by the library. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException("the ACME library waits for each answer");
    }

    /** Not used by the library. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> push) {
        throw new UnsupportedOperationException("the ACME library waits for each answer");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        return Infallible.get("this Java has no TLS", () -> SSLContext.getDefault());
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
