package aria.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLException;

/** A Java program like any other, which trusts what its runtime trusts: it gets a page, and says how that went. */
public final class HttpsGet {
    private HttpsGet() {}

    /** Gets the page whose address is the only argument. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        try {
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(arguments[0])).build(),
                            HttpResponse.BodyHandlers.ofString());
            System.out.println("java: " + page.statusCode());
        } catch (SSLException distrusted) {
            System.out.println("java: " + distrusted.getMessage());
        }
    }
}
