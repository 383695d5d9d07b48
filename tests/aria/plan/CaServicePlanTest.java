package aria.plan;

import static org.assertj.core.api.Assertions.assertThat;

import aria.finding.FindingId;
import aria.finding.Remedy;
import aria.finding.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service that runs step-ca: added where it is asked for, put right where it is there. */
class CaServicePlanTest {
    private static final String DATABASE = """
            services:
              db:
                image: postgres:18
                networks: [back]
              web:
                image: example/web:1
                networks: {front: {aliases: [www]}}
              agent:
                image: example/agent:1
                network_mode: host
            networks: {back: , front: , unused: }
            """;

    /** As one is often written: everything about it is wrong. */
    private static final String BROKEN = """
            services:
              ca:
                image: smallstep/step-ca:0.27.5
                container_name: lab-ca
                working_dir: /etc/step-ca
                environment:
                  - DOCKER_STEPCA_INIT_NAME=Lab
                  - DOCKER_STEPCA_INIT_DNS_NAMES=ca,localhost
                volumes:
                  - ./docker/config/step-ca:/etc/step-ca   # from here
                  - ca-data:/home/step
                ports:
                  - "9443:9000"
                  - {target: 9000, published: "9444", host_ip: 0.0.0.0}
                  - 127.0.0.1:9445:9000
                healthcheck:
                  test: step ca health
                  interval: 5s
            volumes:
              ca-data:
            """;

    @TempDir
    Path folder;

    private final List<String> wrong = List.of(
            "./docker/config/step-ca was mounted, where there is no CA: it is in config/step-ca",
            "starts after its files have been delivered",
            "the image's own command looks for ca.json and the password in other places",
            "paths in ca.json start there",
            "DOCKER_STEPCA_INIT_NAME would have the image's entrypoint make another CA",
            "the health check in the file does not find the CA or its root, and fails",
            "port 9000 was published to everybody who reaches this machine");

    @Test
    void none_is_added_unless_it_is_asked_for() {
        StackPlan plan = new PlannedProject(folder, DATABASE).plan();
        assertThat(reasons(plan)).noneMatch(reason -> reason.contains("step-ca"));
        assertThat(plan.files()).noneMatch(file -> file.write().path().endsWith("step-ca.sh"));
    }

    @Test
    void it_joins_the_networks_of_those_who_have_certificates_and_a_second_plan_finds_nothing_to_do() {
        PlannedProject project = new PlannedProject(folder, DATABASE).withStepCa();
        assertThat(project.after(project.plan(), "compose.yaml"))
                .as("web has none")
                .contains("    networks:\n      - back\n")
                .doesNotContain("- front");
        project.preset("web", "mount");
        StackPlan plan = project.plan();
        assertThat(project.after(plan, "compose.yaml"))
                .contains(
                        "  step-ca:\n    image: smallstep/step-ca:0.30.2\n",
                        "entrypoint: []",
                        "      - \"127.0.0.1:9000:9000\"\n",
                        "    networks:\n      - back\n      - front\n",
                        "step-ca-mtls:/home/step:ro");
        assertThat(PlannedProject.generated(plan, "step-ca.sh")).contains("put ca.json");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
        assertThat(project.plan("db").isEmpty()).isTrue();
    }

    @Test
    void on_the_default_network_it_names_none_and_a_port_that_is_taken_is_left_to_who_has_it() {
        PlannedProject project = new PlannedProject(
                        folder, "services:\n  db:\n    image: postgres:18\n    ports: [\"9000:5432\"]\n")
                .withStepCa();
        assertThat(project.after(project.plan(), "compose.yaml"))
                .contains("      - \"127.0.0.1:9443:9000\"\n")
                .doesNotContain("networks:");
    }

    @Test
    void one_that_mounts_a_wrong_folder_is_repaired_line_by_line_and_not_doubled() {
        PlannedProject project = new PlannedProject(folder, BROKEN);
        StackPlan plan = project.plan();
        assertThat(reasons(plan)).containsAll(wrong);
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("image-old"));
        String after = project.after(plan, "compose.yaml");
        assertThat(after)
                .contains(
                        "    container_name: lab-ca\n",
                        "    working_dir: /home/step\n",
                        "    entrypoint: []\n",
                        "\"/home/step/secrets/password.txt\", \"/home/step/ca.json\"]",
                        "      - ca-mtls:/home/step:ro\n",
                        "      - ca-db:/home/step/db\n",
                        "      - \"127.0.0.1:9443:9000\"\n",
                        "host_ip: \"127.0.0.1\"",
                        "      - 127.0.0.1:9445:9000\n",
                        "\"--root\", \"/home/step/pki/root_ca.crt\"]\n      interval: 5s\n",
                        "        condition: service_completed_successfully\n")
                .doesNotContain("docker/config", "ca-data:/home", "9443:9000\"\n      - \"9443");
        assertThat(after.split("image: smallstep", -1)).as("one step-ca").hasSize(2);
        project.apply(plan);
        assertThat(project.plan().isEmpty()).as("%s", reasons(project.plan())).isTrue();
        assertThat(project.withStepCa().plan().isEmpty()).isTrue();
    }

    @Test
    void the_folder_itself_is_no_longer_mounted() {
        PlannedProject project =
                new PlannedProject(folder, """
                services:
                  step-ca:
                    image: smallstep/step-ca:0.30.2
                    user: "1234:1234"
                    entrypoint: []
                    command: [step-ca, --password-file, secrets/password.txt, ca.json]
                    volumes:
                      - ./config/step-ca:/home/step
                    healthcheck: {test: [CMD, curl, -kf, "https://localhost:9000/health"]}
                """).write("config/step-ca/ca.json", "{\"address\": \":9000\"}");
        StackPlan plan = project.plan();
        String after = project.after(plan, "compose.yaml");
        assertThat(reasons(plan)).anyMatch(reason -> reason.startsWith("the whole of config/step-ca was mounted"));
        assertThat(after)
                .contains(
                        "command: [step-ca, --password-file, secrets/password.txt, ca.json]",
                        "curl, -kf",
                        "      - step-ca-mtls:/home/step:ro\n",
                        "\"/mtls/step-ca.sh\", \"1234:1234\"")
                .doesNotContain("./config/step-ca:/home/step");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_folder_that_docker_made_for_a_wrong_mount_is_no_ca() {
        PlannedProject project = new PlannedProject(folder, BROKEN);
        project.write("docker/config/step-ca/.keep", "");
        assertThat(reasons(project.plan())).containsAll(wrong);
        project.write("docker/config/step-ca/config/ca.json", "{}");
        assertThat(project.plan().edits()).as("somebody's CA").isEmpty();
    }

    @Test
    void one_with_a_ca_of_its_own_is_left_alone_until_asked_for() {
        String own = BROKEN.replace("      - ./docker/config/step-ca:/etc/step-ca   # from here\n", "");
        PlannedProject project = new PlannedProject(folder, own);
        assertThat(project.plan().edits()).isEmpty();
        assertThat(project.plan().findings())
                .anyMatch(finding -> finding.is(FindingId.OTHER_CA)
                        && finding.remedies().equals(List.of(Remedy.aria("bootstrap", "--with-step-ca"))));
        StackPlan plan = project.withStepCa().plan();
        assertThat(reasons(plan)).contains("it served a CA of its own; now it serves config/step-ca");
        project.apply(plan);
        assertThat(project.plan().isEmpty()).isTrue();
    }

    @Test
    void a_service_of_its_name_that_is_something_else_is_in_the_way() {
        StackPlan plan = new PlannedProject(folder, DATABASE.replace("  web:", "  step-ca:"))
                .withStepCa()
                .plan();
        assertThat(plan.refusedAny()).isTrue();
        assertThat(plan.findings()).anyMatch(finding -> finding.id().equals("name-taken"));
        assertThat(plan.secured()).as("the others are done all the same").contains("db");
    }

    @Test
    void what_cannot_be_repaired_does_not_stop_the_others() {
        StackPlan plan = new PlannedProject(
                        folder,
                        BROKEN.replace(
                                "services:\n",
                                "services:\n  ca-mtls-init: {image: x}\n  db: {image: \"postgres:18\"}\n"))
                .plan();
        assertThat(plan.secured()).contains("db");
        assertThat(plan.findings())
                .anyMatch(finding -> finding.severity() == Severity.ERROR
                        && finding.message().contains("ca-mtls-init"));
        assertThat(reasons(plan)).doesNotContain("paths in ca.json start there");
    }

    private static List<String> reasons(StackPlan plan) {
        return plan.edits().stream().flatMap(edit -> edit.reasons().stream()).toList();
    }
}
