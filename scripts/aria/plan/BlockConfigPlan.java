package aria.plan;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.Edit;
import aria.edit.EditErrors;
import aria.edit.Position;
import aria.edit.block.BlockChange;
import aria.edit.block.BlockDocument;
import aria.edit.block.BlockEditor;
import aria.edit.block.BlockFormat;
import aria.edit.block.BlockName;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.finding.Place;
import aria.finding.RefusedException;
import aria.preset.Preset;
import aria.preset.Preset.BlockEdit;
import aria.preset.Preset.KeyRule;
import aria.preset.Preset.Rewrite;
import aria.preset.TemplateVariables;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The edits of mounted files in block languages, such as {@code vault.hcl}. Reads those files, writes nothing. These
 * files make the server use TLS at all, so a file that cannot be edited refuses its service.
 */
final class BlockConfigPlan {
    private final StackService planned;
    private final TemplateVariables variables;
    private final BlockFiles files;
    private final Map<Path, List<BlockChange>> changes = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    BlockConfigPlan(StackService planned, TemplateVariables variables, Path root) {
        this.planned = planned;
        this.variables = variables;
        this.files = new BlockFiles(planned.service(), root);
    }

    /**
     * Plans the edits that are wanted in files of block languages; called once.
     *
     * @param unwanted edits of which nothing is to be left, where they were made
     * @throws RefusedException when the settings have no place, or none where they can be made safely
     */
    SettingsPlan plan(List<Preset.Config> wanted, List<Preset.Config> unwanted) {
        blocks(wanted).forEach(this::plan);
        blocks(unwanted).forEach(this::takeBack);
        List<FileEdit> edits = new ArrayList<>();
        changes.forEach((file, asked) -> {
            Edit edit = BlockEditor.apply(asked.get(0).format(), files.source(file), asked);
            if (!edit.isEmpty()) {
                edits.add(new FileEdit(file, edit, WantedChange.ofSettings(planned.name(), asked)));
            }
        });
        return new SettingsPlan(edits, findings);
    }

    private static Stream<BlockEdit> blocks(List<Preset.Config> configs) {
        return configs.stream().filter(BlockEdit.class::isInstance).map(BlockEdit.class::cast);
    }

    /** A setting with another value is the user's. */
    private void takeBack(BlockEdit unwanted) {
        BlockFormat format = BlockFormat.of(unwanted.format());
        List<BlockName> block = unwanted.block().stream().map(BlockName::parse).toList();
        for (Path file : files.of(unwanted)) {
            BlockDocument document = BlockDocument.parse(format, files.source(file));
            for (List<BlockName> path : document.find(block)) {
                unwanted.put()
                        .forEach((key, literal) -> document.literal(path, key)
                                .filter(variables.fill(literal)::equals)
                                .ifPresent(ours -> changes.computeIfAbsent(file, first -> new ArrayList<>())
                                        .add(new BlockChange.Remove(
                                                format,
                                                path,
                                                key,
                                                "servers read no revocation lists here (crl: off)"))));
            }
        }
    }

    private void plan(BlockEdit wanted) {
        List<BlockName> block = wanted.block().stream().map(BlockName::parse).toList();
        List<Path> mounted = files.of(wanted);
        boolean found = false;
        for (Path file : mounted) {
            BlockDocument document = BlockDocument.parse(BlockFormat.of(wanted.format()), files.source(file));
            for (List<BlockName> path : document.find(block)) {
                planBlock(file, document, path, wanted);
                found = true;
            }
        }
        if (!found && wanted.mustExist()) {
            throw EditErrors.file(
                    FindingId.WRONG_TYPE,
                    files.source(mounted.get(0)).file(),
                    "there is no " + block.get(block.size() - 1) + " block for this: " + wanted.reason());
        }
        if (!found && !wanted.put().isEmpty()) {
            Path file = mounted.get(0);
            planBlock(file, BlockDocument.parse(BlockFormat.of(wanted.format()), files.source(file)), block, wanted);
        }
    }

    private void planBlock(Path file, BlockDocument document, List<BlockName> path, BlockEdit wanted) {
        BlockFormat format = BlockFormat.of(wanted.format());
        wanted.keys().forEach(rule -> document.position(path, rule.key()).ifPresent(at -> judge(file, rule, at)));
        List<BlockChange> asked = new ArrayList<>();
        wanted.remove().forEach(key -> asked.add(new BlockChange.Remove(format, path, key, wanted.reason())));
        wanted.rewrite().forEach(rewrite -> asked.addAll(rewritten(format, document, path, rewrite, wanted.reason())));
        wanted.put()
                .forEach((key, literal) ->
                        asked.add(new BlockChange.Put(format, path, key, variables.fill(literal), wanted.reason())));
        if (!asked.isEmpty()) {
            new Includes(files, file).requireNothingOf(asked, document);
            changes.computeIfAbsent(file, first -> new ArrayList<>()).addAll(asked);
        }
    }

    private void judge(Path file, KeyRule rule, Position at) {
        if (rule.refuse()) {
            throw EditErrors.at(FindingId.PRESET_REFUSES, files.source(file).file(), at, rule.reason(), rule.remedy());
        }
        findings.add(Finding.warning(FindingId.CONFIG_KEY, rule.reason(), rule.remedy())
                .about(planned.name())
                .at(new Place(files.source(file).file(), at.line(), at.column())));
    }

    private static List<BlockChange> rewritten(
            BlockFormat format, BlockDocument document, List<BlockName> path, Rewrite rewrite, String reason) {
        Optional<String> literal = document.literal(path, rewrite.key());
        Matcher matcher = Pattern.compile(rewrite.from()).matcher(literal.orElse(""));
        if (literal.isEmpty() || !matcher.find()) {
            return List.of();
        }
        BlockChange put = new BlockChange.Put(format, path, rewrite.as(), matcher.replaceAll(rewrite.to()), reason);
        return rewrite.as().equals(rewrite.key())
                ? List.of(put)
                : List.of(put, new BlockChange.Remove(format, path, rewrite.key(), reason));
    }
}
