package aria.compose;

import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The short and the long form of a mount (Compose Specification, "volumes" and "tmpfs"). */
final class MountSyntax {
    private MountSyntax() {}

    /**
     * The mount of one item of {@code volumes}.
     *
     * @throws RefusedException {@code wrong-type} when it is none
     */
    static Mount read(YamlReader reader, YamlValue item) {
        if (item instanceof YamlMap map) {
            String target = reader.text(map, "target")
                    .orElseThrow(() -> reader.wrong(item, "a volume", "a mapping with a target"));
            return new Mount(
                    reader.text(map, "type").orElse("volume"),
                    reader.text(map, "source").orElse(""),
                    clean(target),
                    reader.isTrue(map, "read_only"));
        }
        List<String> fields = fields(reader.text(item, "a volume"));
        if (fields.size() > 3 || fields.get(0).isEmpty() && fields.size() < 2) {
            throw reader.wrong(item, "a volume", "SOURCE:TARGET[:OPTIONS]");
        }
        if (fields.size() == 1) {
            return new Mount("volume", "", clean(fields.get(0)), false);
        }
        boolean readOnly =
                fields.size() == 3 && List.of(fields.get(2).split(",")).contains("ro");
        String source = fields.get(0);
        return new Mount(isPath(source) ? "bind" : "volume", source, clean(fields.get(1)), readOnly);
    }

    /** The mount of one {@code tmpfs} entry, {@code TARGET[:OPTIONS]}. */
    static Mount tmpfs(String text) {
        return new Mount("tmpfs", "", clean(fields(text).get(0)), false);
    }

    /**
     * A named volume in the short form, as people write it. Everything else in the long form: with it a missing host
     * path is an error, where Docker would make a folder of root's.
     */
    static YamlValue write(Mount mount) {
        if (mount.type().equals("volume")
                && !mount.source().isEmpty()
                && !mount.target().contains(":")) {
            return YamlValue.scalar(
                    Interpolation.escape(mount.source() + ":" + mount.target() + (mount.readOnly() ? ":ro" : "")));
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        entries.put("type", YamlValue.scalar(mount.type()));
        if (!mount.source().isEmpty()) {
            entries.put("source", YamlValue.scalar(Interpolation.escape(mount.source())));
        }
        entries.put("target", YamlValue.scalar(Interpolation.escape(mount.target())));
        if (mount.readOnly()) {
            entries.put("read_only", YamlValue.bool(true));
        }
        if (mount.type().equals("bind")) {
            entries.put("bind", YamlValue.map(Map.of("create_host_path", YamlValue.bool(false))));
        }
        return YamlValue.map(entries);
    }

    /**
     * A host path as a file in {@code base} writes it: {@code ./x} or {@code ../x} with forward slashes when it lies
     * inside {@code root}, absolute otherwise.
     */
    static String hostSource(Path root, Path base, String source) {
        if (source.startsWith("~")) {
            return source;
        }
        Path path = base.resolve(source).normalize();
        if (Path.of(source).isAbsolute() && !path.startsWith(root)) {
            return path.toString().replace('\\', '/');
        }
        String relative = base.relativize(path).toString().replace('\\', '/');
        return relative.isEmpty() ? "." : relative.startsWith("..") ? relative : "./" + relative;
    }

    /** The fields between colons; colons in a variable's braces and after a Windows drive letter do not separate. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += text.startsWith("${", i) ? 1 : c == '}' && depth > 0 ? -1 : 0;
            boolean drive = i == start + 1 && Character.isLetter(text.charAt(start)) && i + 1 < text.length();
            if (c == ':' && depth == 0 && !(drive && (text.charAt(i + 1) == '\\' || text.charAt(i + 1) == '/'))) {
                fields.add(text.substring(start, i));
                start = i + 1;
            }
        }
        fields.add(text.substring(start));
        return fields;
    }

    private static boolean isPath(String source) {
        return source.startsWith(".")
                || source.startsWith("/")
                || source.startsWith("~")
                || source.startsWith("\\\\")
                || source.startsWith("${")
                || isOnDrive(source);
    }

    private static boolean isOnDrive(String source) {
        return source.length() > 2
                && Character.isLetter(source.charAt(0))
                && source.charAt(1) == ':'
                && (source.charAt(2) == '\\' || source.charAt(2) == '/');
    }

    private static String clean(String target) {
        String slashes = target.contains("//") ? target.replaceAll("/+", "/") : target;
        return slashes.length() > 1 && slashes.endsWith("/") ? slashes.substring(0, slashes.length() - 1) : slashes;
    }
}
