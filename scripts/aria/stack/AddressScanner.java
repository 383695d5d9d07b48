package aria.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a text names hosts, whatever its format: in URLs, as {@code host:port}, as the value of a setting whose
 * name says host, behind a flag or a directive that takes one. A name in a path, in prose or in a comment is none.
 */
final class AddressScanner {
    /**
     * A host that a text names.
     *
     * @param name as it stands there
     * @param port the port behind it; empty when there is none
     * @param line from 0
     * @param http whether it stands in a URL of HTTP
     */
    record Mention(String name, Optional<Integer> port, int line, boolean http) {
        /** Returns it as an address. */
        String address() {
            String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
            return port.map(number -> host + ":" + number).orElse(host);
        }
    }

    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])(?:(?=[0-9a-fA-F:]*::)[0-9a-fA-F:]{3,39}"
            + "|(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4})(?![\\w:.])|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");
    private static final Pattern PORT = Pattern.compile("^\\]?:(\\d{1,5})(?![\\w@])(?!-\\w)(?!\\.\\w)");
    /** Below it no server of interest listens, and {@code postgres:16} is an image. */
    private static final int LOWEST_PORT = 53;
    /** How much of a line before a name is looked at. */
    private static final int BEFORE = 400;

    private static final Pattern AUTHORITY = Pattern.compile("(?:^|[^\\w./])//([^/?#\\s\"'<>`]*)$");
    private static final Pattern HTTP = Pattern.compile("(?i)\\bhttps?://[^/?#\\s\"'<>`]*$");
    private static final Pattern USERINFO = Pattern.compile("^[^/?#\\s\"'<>`]*@");
    private static final Pattern LISTED = Pattern.compile(
            "(?:^|[^\\w.-])([A-Za-z_][\\w.-]*)[\"']?\\s*(?:=>|:=|:-|[:=])\\s*[\\[\"'({]*(?:[\"']?[\\w.:/@-]+[\"']?\\s*[,;|]\\s*[\"']?)*$");
    private static final Pattern FLAG = Pattern.compile("(?:^|[\\s\"'(])(?:-h|-H|--?([\\w-]+))(?:\\s+|=)[\"']?$");
    private static final Pattern DIRECTIVE = Pattern.compile(
            "(?:^\\s*|[{;]\\s*)(?:server|reverse_proxy|forward_auth|to|host|hostname"
                    + "|address|upstreams?|\\w+_pass|php_fastcgi|replicaof|slaveof|set\\s+\\$\\w+|reverse_proxy\\s+[/*@]\\S*|\\w*-backend)\\s+(?:[\\w.:/-]+\\s+)*[\"']?$");
    private static final Pattern PROGRAM = Pattern.compile(
            "(?:^|[\\s;&|(\"'])(?:nc|ncat|telnet|curl|wget|ping|nslookup|wait-for\\S*|getent hosts)\\s(?:[^;&|]*\\s)?[\"']?$|/dev/tcp/$|Data Source=$");
    private static final Pattern ENDS = Pattern.compile("^[\"'\\])}]*(?:$|[\\s,;|/?&\\])}]|:\\d)");
    private static final Pattern ITEM = Pattern.compile("^\\s*(?:-\\s*)?[\"']?$");
    private static final Pattern ITEM_END = Pattern.compile("^[\"']?\\s*,?\\s*\\]?$");
    private static final Pattern LIST_KEY =
            Pattern.compile("^\\s*(?:-\\s*)?[\"']?([\\w.-]+)[\"']?\\s*[:=]\\s*\\[?\\s*$");
    private static final int LINES_UP = 40;

    private final Predicate<String> known;

    /** @param known whether a name is one to look for, as it is written */
    AddressScanner(Predicate<String> known) {
        this.known = known;
    }

    /** Returns the hosts named in a setting, by its name and value. */
    List<Mention> inSetting(String name, String value) {
        List<Mention> found = new ArrayList<>();
        String[] lines = value.split("\n", -1);
        lines[0] = name.isEmpty() ? lines[0] : name + "=" + lines[0];
        scan(lines, found);
        return found;
    }

    /** Returns the hosts named in a file. */
    List<Mention> inFile(String file, String text) {
        List<Mention> found = new ArrayList<>();
        String[] lines = text.split("\r?\n|\r", -1);
        Comments comments = new Comments(file);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = comments.strip(lines[i]);
        }
        scan(lines, found);
        return found;
    }

    private void scan(String[] lines, List<Mention> found) {
        for (int number = 0; number < lines.length; number++) {
            Matcher names = NAME.matcher(lines[number]);
            while (names.find()) {
                if (known.test(names.group())) {
                    mention(lines, number, names.start(), names.end()).ifPresent(found::add);
                }
            }
        }
    }

    private static Optional<Mention> mention(String[] lines, int number, int start, int end) {
        String line = lines[number];
        String name = line.substring(start, end);
        String before = line.substring(Math.max(0, start - BEFORE), start);
        String after = line.substring(end, Math.min(line.length(), end + BEFORE));
        Matcher authority = AUTHORITY.matcher(before);
        boolean inUrl = authority.find();
        if (inUrl && (USERINFO.matcher(after).find() || !before.matches("(?s).*(?://|[@,(\\[])$"))) {
            return Optional.empty();
        }
        Matcher port = PORT.matcher(after);
        Optional<Integer> behind = port.find() ? Optional.of(Integer.parseInt(port.group(1))) : Optional.empty();
        boolean withPort =
                behind.filter(value -> value >= LOWEST_PORT && value < 65536).isPresent()
                        && !before.endsWith("/")
                        && !before.endsWith("$");
        if (inUrl
                || withPort
                || ENDS.matcher(after).find() && (hasHostKey(before) || isHostItem(lines, number, before, after))) {
            return Optional.of(new Mention(
                    name, behind, number, inUrl && HTTP.matcher(before).find()));
        }
        return Optional.empty();
    }

    private static boolean hasHostKey(String before) {
        Matcher listed = LISTED.matcher(before);
        if (listed.find() && HostKey.matches(listed.group(1))) {
            return true;
        }
        Matcher flag = FLAG.matcher(before);
        return flag.find() && (flag.group(1) == null || HostKey.matches(flag.group(1)))
                || DIRECTIVE.matcher(before).find()
                || PROGRAM.matcher(before).find()
                || before.matches("(?s).*:[^\\s/:@\"']+@(?:\\w+\\()?$");
    }

    /** An item of a list over several lines belongs to the key above it. */
    private static boolean isHostItem(String[] lines, int number, String before, String after) {
        if (!ITEM.matcher(before).find()
                || before.isBlank() && after.isBlank()
                || !ITEM_END.matcher(after).find()) {
            return false;
        }
        for (int up = number - 1; up >= 0 && up > number - LINES_UP; up--) {
            Matcher key = LIST_KEY.matcher(lines[up]);
            if (key.find()) {
                return HostKey.matches(key.group(1));
            }
            if (!lines[up].isBlank() && !lines[up].strip().matches("(?:-\\s*)?[\"']?[\\w.:/@-]+[\"']?,?")) {
                return false;
            }
        }
        return false;
    }
}
