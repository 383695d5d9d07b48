package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import aria.preset.Preset.BlockEdit;
import aria.preset.Preset.Config;
import aria.preset.Preset.KeyRule;
import aria.preset.Preset.Rewrite;
import java.util.List;

/** Reads the {@code configs} of a preset: edits of mounted files. */
final class ConfigReader {
    private ConfigReader() {}

    /** One of them, in the language that {@code format} names; YAML without it. */
    static Config read(Fields f) {
        String format = f.choice("format", "yaml", "yaml", "hcl", "lines", "nats", "scrapes");
        return switch (format) {
            case "yaml" -> items(f);
            case "scrapes" -> scrapes(f);
            default -> blocks(format, f);
        };
    }

    private static ConfigEdit items(Fields f) {
        return new ConfigEdit(
                f.optional("path_flag"),
                f.text("path"),
                f.text("each"),
                List.of(f.text("targets").split("\\.")),
                f.optional("protocol").orElse("https"),
                f.tree("put"),
                f.optional("in_image"),
                f.text("reason"));
    }

    private static ProxyScrapes scrapes(Fields f) {
        return new ProxyScrapes(
                f.optional("path_flag"),
                f.text("path"),
                f.text("list"),
                f.text("file"),
                f.text("since"),
                f.text("reason"));
    }

    private static BlockEdit blocks(String format, Fields f) {
        BlockEdit edit = new BlockEdit(
                format,
                f.texts("path_flags"),
                f.text("path"),
                f.texts("block"),
                f.flag("must_exist"),
                f.each(
                        "keys",
                        k -> new KeyRule(
                                k.text("key"), k.flag("refuse"), k.text("reason"), Remedy.advice(k.text("remedy")))),
                f.texts("remove"),
                f.each("rewrite", ConfigReader::rewrite),
                f.textMap("put"),
                f.text("reason"));
        if (edit.keys().isEmpty()
                && edit.remove().isEmpty()
                && edit.rewrite().isEmpty()
                && edit.put().isEmpty()) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, f.where() + ": one of `keys`, `remove`, `rewrite` and `put` is needed");
        }
        return edit;
    }

    private static Rewrite rewrite(Fields f) {
        String key = f.text("key");
        return new Rewrite(key, f.optional("as").orElse(key), f.pattern("from"), f.text("to"));
    }
}
