package aria.stack;

import java.util.Locale;

/** Takes comments off the lines of a file, by the signs that go with its name. */
final class Comments {
    private final boolean slashes;
    private final boolean dashes;
    private final boolean semicolons;
    private final boolean hash;

    /** @param file the file's name */
    Comments(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        slashes = extension.matches("[cm]?[jt]sx?|jsonc|json5|hcl|go|java|php|conf|river|alloy|groovy|kt|rs");
        dashes = extension.matches("sql|lua|hs");
        semicolons = extension.matches("ini|cnf|conf|cfg|toml");
        hash = !extension.matches("[cm]?[jt]sx?|json|go|java|sql|lua|css|xml");
    }

    /** Returns the line without its comment, at its place. */
    String strip(String line) {
        String text = line.stripLeading();
        boolean whole = slashes && text.startsWith("//")
                || dashes && text.startsWith("--")
                || semicolons && text.startsWith(";")
                || text.startsWith("<!--") && text.stripTrailing().endsWith("-->");
        return whole ? "" : hash ? withoutHash(line) : line;
    }

    private static String withoutHash(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i);
            } else if ((c == '"' || c == '\'') && line.indexOf(c, i + 1) > 0) {
                quote = c;
            }
        }
        return line;
    }
}
