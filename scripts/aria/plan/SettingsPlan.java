package aria.plan;

import aria.compose.FileEdit;
import aria.finding.Finding;
import aria.finding.FindingId;
import aria.preset.ListReaders;
import aria.preset.ListSettings;
import aria.preset.Preset;
import aria.preset.TemplateVariables;
import aria.stack.StackService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The edits of mounted settings files.
 *
 * @param edits    one a file
 * @param findings what there is to say about these files, and what the service's preset leaves undone
 */
record SettingsPlan(List<FileEdit> edits, List<Finding> findings) {

    /**
     * Plans the edits that a service's preset asks for. Reads those files, writes nothing.
     *
     * @param secured the services that require certificates once the plan is applied, and the proxies
     * @throws aria.finding.RefusedException when a file cannot be edited safely
     */
    static SettingsPlan of(StackService service, SecuredServices secured, StackOptions options) {
        Preset preset = service.preset().orElseThrow();
        List<FileEdit> edits = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        if (!preset.configs().isEmpty()) {
            TemplateVariables variables = ServicePlan.variables(service, options);
            Path root = options.layout().root();
            SettingsPlan yaml = new ConfigPlan(service, secured.services(), variables, root)
                    .plan(
                            preset.configs(),
                            ProxyMetrics.of(List.of(service), secured.proxies().topology(), options));
            SettingsPlan blocks = new BlockConfigPlan(service, variables, root)
                    .plan(
                            preset.configs(),
                            ListReaders.unwanted(preset)
                                    .map(ListSettings::configs)
                                    .orElse(List.of()));
            List.of(yaml, blocks).forEach(plan -> {
                edits.addAll(plan.edits);
                findings.addAll(plan.findings);
            });
        }
        preset.limits()
                .forEach(limit -> findings.add(Finding.warning(FindingId.PRESET_LIMIT, limit.reason(), limit.remedy())
                        .about(service.name())));
        return new SettingsPlan(edits, findings);
    }
}
