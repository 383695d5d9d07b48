package aria.preset;

import aria.finding.FindingId;
import aria.finding.RefusedException;
import aria.finding.Remedy;
import java.util.List;
import java.util.Map;

/** Reads an entry of {@code refuse_when} of a preset: a situation, and what a person can do. */
final class RefusalReader {
    private RefusalReader() {}

    /** One way out, or a list of them, the best first. */
    private static List<Remedy> remedies(Fields f) {
        Object value = f.value("remedy");
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        return all.stream().map(way -> remedy(f.where(), way)).toList();
    }

    /** A text is advice, a mapping a setting and its value, a list what to do in order. */
    private static Remedy remedy(String where, Object value) {
        if (value instanceof String text) {
            return Remedy.advice(text);
        }
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> setting = map.entrySet().iterator().next();
            return Remedy.setting(String.valueOf(setting.getKey()), String.valueOf(setting.getValue()));
        }
        if (value instanceof List<?> steps && !steps.isEmpty() && steps.stream().noneMatch(List.class::isInstance)) {
            return new Remedy.Steps(
                    steps.stream().map(step -> remedy(where, step)).toList());
        }
        throw new RefusedException(
                FindingId.PRESET_INVALID, where + ".remedy: expected a string, a setting or a list of these");
    }

    static Refusal read(Fields f) {
        boolean ownTls = f.flag("own_tls");
        Refusal refusal = new Refusal(
                f.optional("command_has"),
                f.optionalPattern("command_word"),
                f.optional("environment_has"),
                f.optional("mount_at"),
                f.nested("file_has", RefusalReader::fileText),
                f.texts("image_tag"),
                f.optional("older_than").map(version -> PresetReader.requireVersion(f, "older_than", version)),
                f.texts("value"),
                f.texts("except"),
                ownTls,
                f.text("reason"),
                ownTls && !f.keys().contains("remedy") ? List.of() : remedies(f));
        PresetReader.requireOne(
                f,
                "`command_has`, `command_word`, `environment_has`, `mount_at`, `file_has`, `image_tag` and `older_than`",
                refusal.commandHas().isPresent(),
                refusal.commandWord().isPresent(),
                refusal.environmentHas().isPresent(),
                refusal.mountAt().isPresent(),
                refusal.fileHas().isPresent(),
                !refusal.imageTags().isEmpty(),
                refusal.olderThan().isPresent());
        if (refusal.environmentHas().isEmpty()
                && !(refusal.values().isEmpty() && refusal.except().isEmpty())) {
            throw new RefusedException(
                    FindingId.PRESET_INVALID, f.where() + ": `value` and `except` go with `environment_has`");
        }
        return refusal;
    }

    static Refusal.FileText fileText(Fields f) {
        return new Refusal.FileText(f.texts("path_flags"), f.texts("path_words"), f.text("path"), f.pattern("matches"));
    }
}
