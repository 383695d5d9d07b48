package aria.ca.online;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers http-01 (RFC 8555, 8.3) and nothing else. A path is only looked up in memory; no file is read. */
final class HttpResponder implements Responder {

    private static final Pattern PATH = Pattern.compile("/\\.well-known/acme-challenge/([A-Za-z0-9_-]{1,256})");

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    HttpResponder(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @Override
    public Challenge challenge() {
        return Challenge.HTTP_01;
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void answer(ChallengeTask task) {
        answers.put(task.token(), task.authorization());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            String answer =
                    exchange.getRequestMethod().equals("GET") && path.matches() ? answers.get(path.group(1)) : null;
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = answer.getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
