package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.preset.Preset.Call;
import aria.preset.Preset.CallerProxy;
import aria.preset.Preset.Clients;
import aria.preset.Preset.Command;
import aria.preset.Preset.Compose;
import aria.preset.Preset.GeneratedFile;
import aria.preset.Preset.Limit;
import aria.preset.Preset.Listener;
import aria.preset.Preset.OldestSafe;
import aria.preset.Preset.Port;
import aria.preset.Preset.Proven;
import aria.preset.Preset.Reload;
import aria.preset.Preset.RunAs;
import aria.preset.Preset.Sidecar;
import aria.preset.Preset.Variable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a preset from plain maps, lists and strings; every unknown key is an error. */
public final class PresetReader {
    private static final Set<String> FORMATS = Set.of("pem", "der");

    private PresetReader() {}

    /**
     * Reads a preset.
     *
     * @param file     named in errors
     * @param document maps, lists, texts and nulls, as a YAML reader gives them without resolving scalars
     * @throws RefusedException when a key is unknown, missing or of the wrong kind
     */
    public static Preset read(String file, Object document) {
        Fields fields = Fields.of(file, document);
        fields.choice("schema", null, "1");
        Optional<ListSettings> lists = fields.nested("crl", PresetReader::lists);
        Preset preset = new Preset(
                fields.text("id"),
                fields.text("title"),
                fields.optional("layer"),
                fields.texts("match"),
                fields.each("run_as", f -> new RunAs(f.text("tag"), f.number("uid"), f.number("gid"))),
                fields.each("listeners", PresetReader::listener),
                fields.nested("clients", f -> new Clients(f.optional("by_name"), f.optional("crl")))
                        .orElse(new Clients(Optional.empty(), Optional.empty())),
                fields.texts("unchanged_ports"),
                fields.flag("calls_itself"),
                formats(fields),
                ListReaders.withValues(
                        modes(fields), lists.map(ListSettings::withoutLists).orElse(Map.of())),
                fields.each("files", f -> new GeneratedFile(f.text("name"), f.text("template"), f.optional("at"))),
                fields.nested("compose", PresetReader::compose).orElse(NOTHING),
                fields.nested("sidecar", PresetReader::sidecar),
                fields.each("configs", ConfigReader::read),
                fields.each("calls", PresetReader::call),
                fields.nested("reload", PresetReader::reload).orElse(RESTART),
                fields.each("refuse_when", RefusalReader::read),
                fields.each("limits", f -> new Limit(f.text("reason"), Remedy.advice(f.text("remedy")))),
                fields.optional("people"),
                fields.texts("programs"),
                fields.flag("entrance"),
                patterns(fields, "log_refusals"),
                patterns(fields, "log_denials"),
                connect(fields),
                fields.optional("leave_alone"),
                fields.flag("authority"),
                fields.nested("oldest_safe", PresetReader::oldestSafe),
                fields.nested("version", f -> new VersionSource(f.optionalPattern("tag"), f.texts("environment")))
                        .orElse(VersionSource.USUAL),
                fields.each("variants", f -> new Variant(f.texts("match"), f.optional("refused"))),
                fields.each("proven", f -> new Proven(f.text("version"), f.text("how"))),
                lists,
                false);
        fields.nothingLeft();
        requireWhole(file, preset);
        return preset;
    }

    private static final Reload RESTART = new Reload("restart", Optional.empty());
    private static final Compose NOTHING =
            new Compose(List.of(), new Command(List.of(), Map.of(), List.of()), Optional.empty(), List.of());

    private static Optional<ConnectLine> connect(Fields fields) {
        Optional<String> line = fields.optional("connect");
        Optional<ConnectLine.Password> password = line.flatMap(any -> fields.nested(
                "connect_password", f -> new ConnectLine.Password(f.text("variable"), f.text("command_has"))));
        return line.map(text -> new ConnectLine(text, password));
    }

    private static void requireWhole(String file, Preset preset) {
        if (preset.runAs().isEmpty()) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    file + ": `run_as` needs at least one entry, because the key needs an owner");
        }
        preset.sidecar().ifPresent(sidecar -> {
            if (preset.listeners().stream().noneMatch(l -> l.port() == sidecar.port())) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID, file + ".sidecar: no listener has the port " + sidecar.port());
            }
        });
        preset.people().ifPresent(name -> {
            if (preset.listeners().stream().noneMatch(l -> l.name().equals(name))) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID, file + ".people: there is no listener `" + name + "`");
            }
        });
    }

    private static ListSettings lists(Fields f) {
        return new ListSettings(f.texts("append"), f.textMap("values"), f.each("configs", ConfigReader::read));
    }

    private static Listener listener(Fields f) {
        return new Listener(
                f.text("name"),
                f.number("port"),
                f.text("protocol"),
                f.choice("client_auth", "required", "required", "request", "none", "{{client_auth}}"),
                f.optional("path").orElse("/"),
                f.flag("optional"),
                f.each("own_port", PresetReader::portSource),
                f.nested("caller_proxy", c -> new CallerProxy(c.optional("alpn"))));
    }

    private static PortSource portSource(Fields f) {
        PortSource source = new PortSource(
                f.optionalPattern("command_word"),
                f.nested("file_has", RefusalReader::fileText),
                f.optional("environment"));
        requireOne(
                f,
                "`command_word`, `file_has` and `environment`",
                source.commandWord().isPresent(),
                source.fileHas().isPresent(),
                source.environment().isPresent());
        return source;
    }

    /** Regular expressions, which may have variables. */
    private static List<String> patterns(Fields f, String key) {
        List<String> patterns = f.texts(key);
        try {
            patterns.forEach(pattern -> Pattern.compile(pattern.replaceAll("\\{\\{\\w+}}", "x")));
            return patterns;
        } catch (PatternSyntaxException e) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    f.where() + "." + key + ": `" + e.getPattern() + "` is not a valid regular expression");
        }
    }

    private static Set<String> formats(Fields f) {
        Set<String> formats = new LinkedHashSet<>(f.texts("formats"));
        for (String format : formats) {
            if (!FORMATS.contains(format)) {
                throw new RefusedException(
                        FindingId.PRESET_INVALID, f.where() + ".formats: `" + format + "` is not one of pem, der");
            }
        }
        return formats;
    }

    private static Map<String, Map<String, String>> modes(Fields fields) {
        Map<String, Map<String, String>> modes = new LinkedHashMap<>();
        fields.nested("modes", f -> {
            f.keys().forEach(mode -> modes.put(mode, f.textMap(mode)));
            return modes;
        });
        modes.putIfAbsent("require", Map.of());
        return modes;
    }

    private static Compose compose(Fields f) {
        return new Compose(
                f.each("environment", PresetReader::variable),
                f.nested("command", c -> new Command(c.texts("default"), c.textMap("replace"), c.texts("append")))
                        .orElse(NOTHING.command()),
                f.nested(
                        "healthcheck",
                        h -> new Healthcheck(
                                patterns(h, "breaks"),
                                h.texts("test"),
                                h.optional("needs").map(version -> requireVersion(h, "needs", version)))),
                f.each("ports", PresetReader::port));
    }

    private static Sidecar sidecar(Fields f) {
        String template = f.text("template");
        String name = template.substring(template.lastIndexOf('/') + 1);
        return new Sidecar(
                f.text("image"),
                new GeneratedFile(name, template, Optional.empty()),
                f.texts("command"),
                f.number("port"),
                f.number("upstream"),
                f.texts("test"),
                f.nested("reload", PresetReader::reload).orElse(RESTART));
    }

    private static Port port(Fields f) {
        Port port = new Port(f.number("from"), f.optionalNumber("to"), f.text("reason"));
        if (f.flag("close") == port.to().isPresent()) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, f.where() + ": a port is either moved (`to`) or closed (`close: true`)");
        }
        return port;
    }

    private static Variable variable(Fields f) {
        Variable variable = new Variable(
                f.text("name"),
                f.optional("value"),
                f.textMap("query"),
                f.textMap("replace"),
                f.flag("remove"),
                f.texts("unless_set"),
                f.optional("if_set"),
                f.text("reason"));
        requireOne(
                f,
                "`value`, `query`, `replace` and `remove`",
                variable.value().isPresent(),
                !variable.query().isEmpty(),
                !variable.replace().isEmpty(),
                variable.remove());
        return variable;
    }

    private static Call call(Fields f) {
        return new Call(
                f.text("preset"),
                f.texts("found_in"),
                f.each("environment", PresetReader::variable),
                f.texts("append"));
    }

    private static OldestSafe oldestSafe(Fields f) {
        return new OldestSafe(requireVersion(f, "version", f.text("version")), f.text("why"));
    }

    static String requireVersion(Fields f, String key, String version) {
        if (!version.matches("\\d{1,9}(\\.\\d{1,9})*")) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID,
                    f.where() + "." + key + ": `" + version + "` is not a version number, such as 1.2.3");
        }
        return version;
    }

    private static Reload reload(Fields f) {
        Reload reload = new Reload(f.choice("kind", null, "poll", "signal", "restart"), f.optional("signal"));
        if (reload.kind().equals("signal") != reload.signal().isPresent()) {
            throw new RefusedException(FindingId.PRESET_INVALID, f.where() + ": `signal` goes with `kind: signal`");
        }
        return reload;
    }

    static void requireOne(Fields f, String names, boolean... given) {
        int count = 0;
        for (boolean one : given) {
            count += one ? 1 : 0;
        }
        if (count != 1) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, f.where() + ": exactly one of " + names + " is needed");
        }
    }
}
