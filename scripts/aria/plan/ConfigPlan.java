package aria.plan;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.Edit;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlDocument;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlList;
import aria.edit.yaml.YamlMap;
import aria.edit.yaml.YamlValue;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.Remedy;
import aria.preset.ConfigEdit;
import aria.preset.Preset;
import aria.preset.ProxyScrapes;
import aria.preset.TemplateVariables;
import aria.stack.MountedFiles;
import aria.stack.StackService;
import aria.store.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The edits of mounted YAML files, such as {@code prometheus.yml}. Reads those files, writes nothing. */
final class ConfigPlan {
    private final StackService planned;
    private final List<StackService> secured;
    private final TemplateVariables variables;
    private final Path root;
    private final Map<Path, SourceText> sources = new LinkedHashMap<>();
    private final Map<Path, List<YamlChange>> changes = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /** @param secured the services that require certificates once the plan is applied */
    ConfigPlan(StackService planned, List<StackService> secured, TemplateVariables variables, Path root) {
        this.planned = planned;
        this.secured = secured;
        this.variables = variables;
        this.root = root;
    }

    /**
     * Plans the edits that are wanted in YAML files; called once.
     *
     * @param metrics the server itself, where it reads the metrics of proxies
     * @throws aria.finding.RefusedException when a file is there but cannot be read or edited safely
     */
    SettingsPlan plan(List<Preset.Config> wanted, List<ProxyMetrics> metrics) {
        metrics.forEach(each -> each.configs().forEach(file -> scrape(file, each.how())));
        wanted.stream()
                .filter(ConfigEdit.class::isInstance)
                .map(ConfigEdit.class::cast)
                .forEach(this::plan);
        List<FileEdit> edits = new ArrayList<>();
        changes.forEach((file, asked) -> {
            Edit edit = YamlEditor.apply(sources.get(file), asked);
            if (!edit.isEmpty()) {
                edits.add(new FileEdit(file, edit, WantedChange.ofSettings(planned.name(), asked)));
            }
        });
        return new SettingsPlan(edits, findings);
    }

    private void scrape(Path file, ProxyScrapes how) {
        sources.computeIfAbsent(file, this::read);
        changes.computeIfAbsent(file, first -> new ArrayList<>())
                .add(new AddItem(
                        List.of(how.list()), YamlValue.scalar(StackOptions.CONFIGS + "/" + how.file()), how.reason()));
    }

    private void plan(ConfigEdit edit) {
        String inContainer = ConfigTargets.path(planned.service(), edit);
        List<Path> files = MountedFiles.at(planned.service(), inContainer);
        if (files.isEmpty() && !MountedFiles.isGlob(inContainer)) {
            findings.add(Finding.warning(
                            FindingId.CONFIG_IN_IMAGE,
                            inContainer + " is not mounted from the host and cannot be edited, so this was not done: "
                                    + edit.reason(),
                            Remedy.advice("mount your own " + inContainer + " and run this again"))
                    .about(planned.name()));
        }
        files.forEach(file -> plan(file, edit));
    }

    private void plan(Path file, ConfigEdit edit) {
        if (ConfigTargets.isIn(root, file)) {
            planFile(file, edit);
        } else {
            findings.add(Finding.error(
                            FindingId.OUTSIDE_PROJECT,
                            file + " lies outside the project",
                            Remedy.advice("make this change there yourself: " + edit.reason()))
                    .about(planned.name()));
        }
    }

    private void planFile(Path file, ConfigEdit wanted) {
        SourceText source = sources.computeIfAbsent(file, this::read);
        if (YamlDocument.parse(source).root().get(wanted.each()).orElse(null) instanceof YamlList items) {
            for (int index = 0; index < items.items().size(); index++) {
                if (items.items().get(index) instanceof YamlMap item) {
                    changes.computeIfAbsent(file, first -> new ArrayList<>())
                            .addAll(changesOf(item, index, wanted, source));
                }
            }
        }
    }

    private SourceText read(Path file) {
        try {
            return SourceText.of(root.relativize(file).toString(), InputFile.bytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private List<YamlChange> changesOf(YamlMap item, int index, ConfigEdit wanted, SourceText source) {
        TlsTargets targets = new TlsTargets(planned, secured, wanted.protocol());
        List<String> all = ConfigTargets.texts(item, wanted.targets());
        Place place = new Place(source.file(), item.position().line(), 0);
        all.forEach(target -> targets.left(target).ifPresent(rule -> warnOfLeft(place, target, rule)));
        List<String> overTls = all.stream().filter(targets::contains).toList();
        if (overTls.isEmpty()) {
            return List.of();
        }
        if (overTls.size() < all.size()) {
            findings.add(Finding.warning(
                            FindingId.MIXED_TARGETS,
                            String.join(", ", overTls)
                                    + " will speak TLS, but the other targets of the same item will not",
                            Remedy.advice("put the plaintext targets into an item of their own"))
                    .about(planned.name())
                    .at(place));
            return List.of();
        }
        TemplateVariables ofItem = variables.with(Map.of("target", TlsTargets.withoutScheme(overTls.get(0))));
        List<YamlChange> changes = new ArrayList<>();
        wanted.put()
                .forEach((key, value) -> changes.add(new PutEntry(
                        List.of(wanted.each()),
                        index,
                        key,
                        added(item.get(key).orElse(null), yaml(value, ofItem)),
                        wanted.reason())));
        return changes;
    }

    /** Several edits may look at the same target. */
    private void warnOfLeft(Place place, String target, Preset.Port rule) {
        String why = rule.to()
                .map(to -> "its server moves to port " + to + ", over TLS")
                .orElse(rule.reason());
        String remedy = rule.to()
                .map(to -> "write " + target.replaceFirst(":\\d+(?=/|$)", ":" + to))
                .orElse("remove it from this file, or leave its service out with --only");
        Finding finding = Finding.warning(
                        FindingId.TARGET_CLOSED, target + " will not answer: " + why, Remedy.advice(remedy))
                .about(planned.name())
                .at(place);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** A mapping keeps the entries that we don't set. */
    private static YamlValue added(YamlValue present, YamlValue wanted) {
        if (!(present instanceof YamlMap old && wanted instanceof YamlMap ours)) {
            return wanted;
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>(old.entries());
        entries.putAll(ours.entries());
        return YamlValue.map(entries);
    }

    private static YamlValue yaml(Object value, TemplateVariables variables) {
        if (value instanceof Map<?, ?> map) {
            Map<String, YamlValue> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), yaml(item, variables)));
            return YamlValue.map(entries);
        }
        if (value instanceof List<?> list) {
            return YamlValue.list(
                    list.stream().map(item -> yaml(item, variables)).toList());
        }
        String text = variables.fill(String.valueOf(value));
        return text.equals("true") || text.equals("false")
                ? YamlValue.bool(text.equals("true"))
                : YamlValue.scalar(text);
    }
}
