package aria.preset;

import aria.preset.Preset.Call;
import aria.preset.Preset.Command;
import aria.preset.Preset.Compose;
import aria.preset.Preset.GeneratedFile;
import aria.preset.Preset.Healthcheck;
import aria.preset.Preset.Listener;
import aria.preset.Preset.Port;
import aria.preset.Preset.Proven;
import aria.preset.Preset.Refusal;
import aria.preset.Preset.Reload;
import aria.preset.Preset.RunAs;
import aria.preset.Preset.Variable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a preset from the plain maps, lists and texts its YAML stands for; every unknown key is an error. */
public final class PresetReader {
    private static final Set<String> FORMATS = Set.of("pem", "der");

    private PresetReader() {}

    /**
     * @param file     named in errors
     * @param document maps, lists, texts and nulls, as a YAML reader gives them without resolving scalars
     * @throws PresetInvalid when a key is unknown, missing or of the wrong kind
     */
    public static Preset read(String file, Object document) {
        Fields fields = Fields.of(file, document);
        fields.choice("schema", null, "1");
        Preset preset = new Preset(fields.text("id"), fields.text("title"), fields.optional("layer"), fields.texts("match"),
                fields.each("run_as", f -> new RunAs(f.text("tag"), f.number("uid"), f.number("gid"))),
                fields.each("listeners", PresetReader::listener), formats(fields), modes(fields),
                fields.each("files", f -> new GeneratedFile(f.text("name"), f.text("template"))),
                fields.nested("compose", PresetReader::compose).orElse(NOTHING),
                fields.each("configs", ConfigReader::read), fields.each("calls", PresetReader::call),
                fields.nested("reload", PresetReader::reload).orElse(new Reload("restart", Optional.empty())),
                fields.each("refuse_when", PresetReader::refusal), fields.optional("people"),
                fields.optional("leave_alone"),
                fields.each("proven", f -> new Proven(f.text("version"), f.text("how"))));
        fields.nothingLeft();
        requireWhole(file, preset);
        return preset;
    }

    private static final Compose NOTHING =
            new Compose(List.of(), new Command(List.of(), Map.of(), List.of()), Optional.empty(), List.of());

    private static void requireWhole(String file, Preset preset) {
        if (preset.runAs().isEmpty()) {
            throw new PresetInvalid(file + ": `run_as` needs at least one entry, so that the key gets an owner");
        }
        preset.people().ifPresent(name -> {
            if (preset.listeners().stream().noneMatch(l -> l.name().equals(name))) {
                throw new PresetInvalid(file + ".people: there is no listener `" + name + "`");
            }
        });
    }

    private static Listener listener(Fields f) {
        return new Listener(f.text("name"), f.number("port"), f.choice("protocol", null, "https", "nats", "postgresql"),
                f.choice("client_auth", "required", "required", "request", "none", "{{client_auth}}"),
                f.optional("path").orElse("/"), f.choice("refusal", "alert", "alert", "error", "http-400"));
    }

    private static Set<String> formats(Fields f) {
        Set<String> formats = new LinkedHashSet<>(f.texts("formats"));
        for (String format : formats) {
            if (!FORMATS.contains(format)) {
                throw new PresetInvalid(f.where() + ".formats: `" + format + "` is not one of pem, der");
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
        return new Compose(f.each("environment", PresetReader::variable),
                f.nested("command", c -> new Command(c.texts("default"), c.textMap("replace"), c.texts("append")))
                        .orElse(NOTHING.command()),
                f.nested("healthcheck", h -> new Healthcheck(h.texts("breaks"), h.texts("test"))),
                f.each("ports", PresetReader::port));
    }

    private static Port port(Fields f) {
        Port port = new Port(f.number("from"), f.optionalNumber("to"), f.text("reason"));
        if (f.flag("close") == port.to().isPresent()) {
            throw new PresetInvalid(f.where() + ": a port is either moved (`to`) or closed (`close: true`)");
        }
        return port;
    }

    private static Variable variable(Fields f) {
        Variable variable = new Variable(f.text("name"), f.optional("value"), f.textMap("query"), f.flag("remove"),
                f.texts("unless_set"), f.optional("if_set"), f.text("reason"));
        int ways = (variable.value().isPresent() ? 1 : 0) + (variable.query().isEmpty() ? 0 : 1) + (variable.remove() ? 1 : 0);
        if (ways != 1) {
            throw new PresetInvalid(f.where() + ": exactly one of `value`, `query` and `remove` is needed");
        }
        return variable;
    }

    private static Call call(Fields f) {
        return new Call(f.text("preset"), f.texts("found_in"), f.each("environment", PresetReader::variable));
    }

    private static Reload reload(Fields f) {
        Reload reload = new Reload(f.choice("kind", null, "poll", "signal", "restart"), f.optional("signal"));
        if (reload.kind().equals("signal") != reload.signal().isPresent()) {
            throw new PresetInvalid(f.where() + ": `signal` goes with `kind: signal`");
        }
        return reload;
    }

    private static Refusal refusal(Fields f) {
        Refusal refusal = new Refusal(f.optional("command_has"), f.optional("environment_has"), f.text("reason"), f.text("remedy"));
        if (refusal.commandHas().isPresent() == refusal.environmentHas().isPresent()) {
            throw new PresetInvalid(f.where() + ": exactly one of `command_has` and `environment_has` is needed");
        }
        return refusal;
    }
}
