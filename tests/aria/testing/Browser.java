package aria.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Chromium without a window, driven by chromedriver over WebDriver (W3C), which is JSON over HTTP. */
public final class Browser implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final Process driver;
    private final URI session;

    private Browser(Process driver, int port, Path chromium) {
        this.driver = driver;
        JsonObject options = new JsonObject();
        options.addProperty("binary", chromium.toString());
        options.add("args", array("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
        JsonObject logs = new JsonObject();
        logs.addProperty("browser", "ALL");
        logs.addProperty("performance", "ALL");
        JsonObject wanted = new JsonObject();
        wanted.add("goog:chromeOptions", options);
        wanted.add("goog:loggingPrefs", logs);
        URI server = URI.create("http://127.0.0.1:" + port + "/session");
        JsonObject made = call("POST", server, object("capabilities", object("alwaysMatch", wanted)))
                .getAsJsonObject();
        this.session = URI.create(server + "/" + made.get("sessionId").getAsString() + "/");
    }

    /** Starts one; needs {@code chromium} and {@code chromedriver}. */
    public static Browser start() {
        return start(List.of(), Map.of());
    }

    /**
     * Starts one.
     *
     * @param before      words in front of the program that starts it, such as of one that changes what it sees
     * @param environment what is different from that of this process, such as {@code HOME}
     */
    public static Browser start(List<String> before, Map<String, String> environment) {
        Path chromium = Needs.program("chromium");
        try {
            List<String> words = new ArrayList<>(before);
            words.addAll(List.of(Needs.program("chromedriver").toString(), "--port=0"));
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process driver = builder.start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    return new Browser(driver, Integer.parseInt(port.group(1)), chromium);
                }
            }
            throw new AssertionError("chromedriver ended with " + driver.exitValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads a file and waits until it is there. */
    public void open(Path file) {
        open(file.toUri());
    }

    /** Loads a page, or the warning that the browser shows instead, and waits until it is there. */
    public void open(URI page) {
        post("url", object("url", JsonParser.parseString("\"" + page + "\"")));
    }

    /**
     * Runs statements in the page.
     *
     * @return what they return
     */
    public JsonElement run(String script) {
        JsonObject body = object("args", new JsonArray());
        body.addProperty("script", script);
        return post("execute/sync", body);
    }

    /** Runs statements that return a promise, and waits for it. */
    public JsonElement await(String script) {
        return run("return (async () => {" + script + "})()");
    }

    /** Makes the page as wide and as high as a screen of this size, and tells it which colours its reader prefers. */
    public void look(int width, int height, String scheme) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                "{width:%d,height:%d,deviceScaleFactor:1,mobile:%b}".formatted(width, height, width < 600));
        devtools(
                "Emulation.setEmulatedMedia",
                "{features:[{name:'prefers-color-scheme',value:'%s'}]}".formatted(scheme));
    }

    /** The page as PDF, as it is printed. */
    public byte[] print() {
        return Base64.getDecoder().decode(post("print", new JsonObject()).getAsString());
    }

    /** The whole page as PNG. */
    public byte[] picture() {
        JsonObject made = devtools("Page.captureScreenshot", "{captureBeyondViewport:true,format:'png'}")
                .getAsJsonObject();
        return Base64.getDecoder().decode(made.get("data").getAsString());
    }

    /** What the console said since the last call. */
    public List<String> console() {
        return log("browser").map(entry -> entry.get("message").getAsString()).toList();
    }

    /** The addresses asked for since the last call. */
    public List<String> requests() {
        return log("performance")
                .map(entry -> JsonParser.parseString(entry.get("message").getAsString())
                        .getAsJsonObject()
                        .getAsJsonObject("message"))
                .filter(event -> event.get("method").getAsString().equals("Network.requestWillBeSent"))
                .map(event -> event.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString())
                .toList();
    }

    @Override
    public void close() {
        call("DELETE", session.resolve("."), null);
        driver.destroy();
    }

    private JsonElement devtools(String command, String parameters) {
        JsonObject body = object("params", JsonParser.parseString(parameters));
        body.addProperty("cmd", command);
        return post("goog/cdp/execute", body);
    }

    private Stream<JsonObject> log(String type) {
        JsonObject body = new JsonObject();
        body.addProperty("type", type);
        return StreamSupport.stream(post("se/log", body).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject);
    }

    private JsonElement post(String path, JsonObject body) {
        return call("POST", session.resolve(path), body);
    }

    private JsonElement call(String method, URI uri, JsonObject body) {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        // chromedriver knows no session with a slash behind it
        URI target = URI.create(uri.toString().replaceAll("/$", ""));
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(target)
                            .timeout(Duration.ofMinutes(2))
                            .method(method, content)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonElement value =
                    JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + target + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonArray array(String... texts) {
        JsonArray array = new JsonArray();
        Stream.of(texts).forEach(array::add);
        return array;
    }

    private static JsonObject object(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
