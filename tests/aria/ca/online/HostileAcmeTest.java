package aria.ca.online;

import static aria.ca.online.HostileServer.http;
import static aria.ca.online.HostileServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import aria.finding.AriaException;
import aria.pki.KeyType;
import aria.pki.Keys;
import aria.pki.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An ACME server whose answers are not those of RFC 8555: one line that says so, and soon. */
@Tag("full")
class HostileAcmeTest {
    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(3), 2, Duration.ofMillis(10), 100_000);
    private static final String HEAD = "Replay-Nonce: bm9uY2U\r\nContent-Type: application/json\r\n";
    private static final String DIRECTORY =
            "{\"newNonce\":\"%1$s/n\",\"newAccount\":\"%1$s/a\",\"newOrder\":\"%1$s/o\"}";
    private static final String ORDER =
            "{\"status\":\"ready\",\"finalize\":\"%1$s/f\",\"authorizations\":[\"%1$s/z\"]}";
    private static final String AUTHORIZATION =
            "{\"status\":\"valid\",\"identifier\":{\"type\":\"dns\",\"value\":\"api\"},\"challenges\":[]}";
    private static final String PROVEN =
            "{\"status\":\"valid\",\"finalize\":\"%1$s/f\",\"certificate\":\"%1$s/x\",\"authorizations\":[\"%1$s/z\"]}";
    private static final String LONG = "x".repeat(50_000);

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("a directory that is a list", Map.of("d", "[]")),
                Arguments.of("a directory without addresses", Map.of("d", "{}")),
                Arguments.of(
                        "a directory of numbers", Map.of("d", "{\"newNonce\":5,\"newAccount\":{},\"newOrder\":[]}")),
                Arguments.of("addresses that are none", Map.of("d", DIRECTORY.replace("%1$s", "not an address"))),
                Arguments.of(
                        "a directory with metadata of another kind",
                        Map.of("d", DIRECTORY.replace("}", ",\"meta\":7}"))),
                Arguments.of(
                        "an order without authorizations",
                        Map.of("o", "{\"status\":\"ready\",\"finalize\":\"%1$s/f\"}")),
                Arguments.of(
                        "an order without an end",
                        Map.of("o", "{\"status\":\"ready\",\"authorizations\":[\"%1$s/z\"]}")),
                Arguments.of(
                        "an order of another form",
                        Map.of("o", "{\"status\":{},\"finalize\":[],\"authorizations\":\"x\"}")),
                Arguments.of("an order of no known state", Map.of("o", ORDER.replace("ready", "\\u001b[2J"))),
                Arguments.of("an authorization of nobody", Map.of("z", "{\"status\":\"pending\"}")),
                Arguments.of(
                        "an authorization of an address that is none",
                        Map.of(
                                "z",
                                AUTHORIZATION
                                        .replace("valid", "pending")
                                        .replace("\"dns\"", "\"ip\"")
                                        .replace("api", LONG))),
                Arguments.of(
                        "challenges of another form",
                        Map.of("z", AUTHORIZATION.replace("valid", "pending").replace("[]", "[7]"))),
                Arguments.of(
                        "a challenge without a token",
                        Map.of(
                                "z",
                                AUTHORIZATION
                                        .replace("valid", "pending")
                                        .replace(
                                                "[]",
                                                "[{\"type\":\"http-01\",\"url\":\"%1$s/c\",\"status\":\"pending\"}]"))),
                Arguments.of("a certificate that is none", Map.of("f", PROVEN, "o", ORDER, "x", "{}")),
                Arguments.of(
                        "a certificate elsewhere",
                        Map.of("f", PROVEN.replace("%1$s/x", "https://elsewhere.example/x"))),
                Arguments.of(
                        "times that are none",
                        Map.of("o", ORDER.replace("{", "{\"expires\":\"yesterday\",\"notAfter\":\"" + LONG + "\","))),
                Arguments.of(
                        "a problem that writes to the terminal",
                        Map.of(
                                "o",
                                "!{\"type\":\"urn:ietf:params:acme:error:malformed\",\"detail\":\"\\u001b]0;x\\u0007\\n\\u202e"
                                        + LONG + "\"}")),
                Arguments.of(
                        "a problem of another form", Map.of("o", "!{\"type\":[],\"detail\":{},\"subproblems\":7}")),
                Arguments.of(
                        "a nonce that is always bad",
                        Map.of("o", "!{\"type\":\"urn:ietf:params:acme:error:badNonce\"}")),
                Arguments.of(
                        "an order that takes a year",
                        Map.of("f", ORDER.replace("ready", "processing"), "later", "yes")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void is_one_line_and_soon_over(String what, Map<String, String> changed) {
        try (Responder responder = Responder.start(Challenge.HTTP_01, 0);
                HostileServer server = HostileServer.start((request, out) -> out.write(answer(request, changed)))) {
            Throwable failure = assertTimeoutPreemptively(
                    Duration.ofMinutes(2),
                    () -> catchThrowable(() -> new AcmeClient(
                                    server.url().resolve("/d"),
                                    server.roots(),
                                    SHORT,
                                    new AcmeAccount(Keys.generate(KeyType.P256), Optional.empty()),
                                    responder)
                            .order("api", Names.of(List.of("api")), Keys.generate(KeyType.P256), Optional.empty())));
            assertThat(failure).isInstanceOf(AriaException.class);
            assertThat(failure.getMessage())
                    .contains("the CA at")
                    .doesNotContain("\n", "\u001b", "\u202e")
                    .hasSizeLessThan(600);
        }
    }

    private static byte[] answer(String request, Map<String, String> changed) {
        String here = "https://" + request.replaceFirst("(?is).*?\\bhost: *(\\S+).*", "$1");
        Map<String, String> bodies = new HashMap<>(Map.of(
                "d", DIRECTORY, "a", "{\"status\":\"valid\"}", "o", ORDER, "z", AUTHORIZATION, "f", PROVEN, "x", "{}"));
        bodies.putAll(changed);
        String path = request.replaceFirst("(?s)\\w+ /(\\w+).*", "$1");
        String body = bodies.getOrDefault(path, "").replace("%1$s", here);
        String later = changed.containsKey("later") ? "Retry-After: 31536000\r\n" : "";
        if (body.startsWith("!")) {
            return http("400 Bad", HEAD.replace("/json", "/problem+json"), body.substring(1));
        }
        return path.equals("d")
                ? json("200 OK", body)
                : http(
                        path.equals("a") || path.equals("o") ? "201 Created" : "200 OK",
                        HEAD + later + "Location: " + here + "/" + (path.equals("f") ? "o" : path) + "\r\n",
                        body);
    }
}
