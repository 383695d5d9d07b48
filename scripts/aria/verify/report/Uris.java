package aria.verify.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Paths in the form of documents. */
final class Uris {
    private Uris() {}

    /**
     * A relative path as a relative reference, percent-encoded; its first segment never looks like a scheme (RFC
     * 3986, 4.2).
     */
    static String relative(Path path) {
        String text = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        try {
            return new URI(null, null, "/" + text, null)
                    .toASCIIString()
                    .substring(1)
                    .replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no reference can be made of " + path, e);
        }
    }
}
