package aria.cli;

import aria.plan.ProjectPlan;
import java.util.List;

/**
 * A certificate that a plan issues, in the JSON answer.
 *
 * @param reason why the one on disk, if any, would not do
 */
public record IssuedCertificate(String service, String reason) {
    /** Those of a plan, in its order. */
    public static List<IssuedCertificate> of(ProjectPlan plan) {
        return plan.certificates().stream()
                .map(task -> new IssuedCertificate(task.need().service(), task.reason()))
                .toList();
    }
}
