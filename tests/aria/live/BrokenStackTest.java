package aria.live;

import static org.assertj.core.api.Assertions.assertThat;

import aria.commands.Project;
import aria.testing.FiredAlerts;
import aria.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is broken on purpose in running servers rings its own alarm and no other. What files and clocks show is broken in
 * {@code BreakagesTest}.
 */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenStackTest extends OnAStack {
    private static final String FILE = """
            services:
              web:
                image: nginx:1.26
                volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
                ports: ["127.0.0.1:${WEB_PORT}:80"]
                stop_grace_period: 1s
              cache:
                image: redis:8
                stop_grace_period: 1s
              app:
                image: redis:8
                init: true
                stop_grace_period: 1s
                environment: {REDIS_URL: "redis://cache:6379"}
                command: [sleep, infinity]
              legacy:
                image: redis:8
                init: true
                stop_grace_period: 1s
                command: [sleep, infinity]
            """;
    private static final String SITE =
            "server {\n    listen 80;\n    location / {\n        return 200 hello;\n    }\n}\n";

    @TempDir
    static Path folder;

    private static final String CONFIG = "data/mtls/web/nginx.conf";

    private String healthy;
    private String config;

    /** Something that goes wrong while the servers run. */
    enum Breakage {
        WRONG_CLIENTS_ARE_ADMITTED("AriaMtlsNotEnforced") {
            @Override
            void happens(RealStack stack) {
                configured(stack, "ssl_verify_client on;", "ssl_verify_client off;");
            }
        },
        ANOTHER_CA_IS_TRUSTED("AriaRightClientRefused") {
            @Override
            void happens(RealStack stack) {
                Project other = Project.empty(folder.resolve("other"));
                other.run("init-ca");
                stack.project.file("data/mtls/web/other.crt", other.text("config/step-ca/pki/root_ca.crt"));
                configured(stack, "/etc/certs/ca.crt;", "/etc/mtls/other.crt;");
            }
        },
        A_SERVER_THAT_STOPPED("AriaRightClientRefused") {
            @Override
            void happens(RealStack stack) {
                stack.compose("stop", "web").ok();
            }
        },
        A_SERVER_THAT_CANNOT_RELOAD("AriaOldCertificatePresented") {
            @Override
            void happens(RealStack stack) {
                configured(stack, "events {", "events {{");
                stack.project.run("generate-service-certs", "web", "--force", "--ca", "offline", "--once");
            }
        },
        A_PROXY_THAT_WAS_OPENED("AriaListenerOpen") {
            @Override
            void happens(RealStack stack) {
                stack.project.run("open", "cache", "--for", "1h", "--yes");
            }
        },
        /** There is none without a proxy that was opened. */
        A_CALLER_IN_PLAINTEXT("AriaListenerOpen", "AriaPlaintextComesIn") {
            @Override
            void happens(RealStack stack) {
                stack.project.run("open", "cache", "--for", "1h", "--yes");
                assertThat(stack.exec("legacy", "timeout", "5", "redis-cli", "-h", "cache", "ping"))
                        .isEqualTo("PONG");
            }
        };

        private final String[] alerts;

        Breakage(String... alerts) {
            this.alerts = alerts;
        }

        /** Breaks it. */
        abstract void happens(RealStack stack);
    }

    private static void configured(RealStack stack, String from, String to) {
        String text = stack.project.text(CONFIG);
        assertThat(text).contains(from);
        stack.project.file(CONFIG, text.replace(from, to));
        stack.signal("web", "HUP");
    }

    @BeforeAll
    void a_stack_that_runs() {
        Needs.compose();
        List.of("busybox:1.37", "haproxy:3.0.11", "nginx:1.26", "redis:8").forEach(Needs::image);
        stack = RealStack.of(folder, FILE, "WEB_PORT");
        stack.project.file("site.conf", SITE);
        stack.project.file("aria.yaml", "version: 1\nservices:\n  cache: {via: proxy}\n");
        succeeds("bootstrap", "--yes", "--up");
        healthy = rotated();
        config = stack.project.text(CONFIG);
    }

    /** The metrics of one run of the timer, which repairs what it can. */
    private String rotated() {
        Project.Ran ran = stack.project.run("rotate-certs", "--metrics", "aria.prom");
        assertThat(stack.project.has("aria.prom")).as(ran.out() + ran.err()).isTrue();
        return stack.project.text("aria.prom");
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void each_rings_its_own_alarm_and_no_other(Breakage breakage) throws IOException, InterruptedException {
        try {
            breakage.happens(stack);
            assertThat(FiredAlerts.between(folder, healthy, rotated(), 0)).containsExactly(breakage.alerts);
        } finally {
            stack.project.file(CONFIG, config);
            stack.compose("start", "web").ok();
            stack.signal("web", "HUP");
            stack.project.run("enforce", "cache", "--yes");
        }
    }

    @Test
    @Order(2)
    void none_rings_when_all_is_repaired() throws IOException, InterruptedException {
        assertThat(FiredAlerts.between(folder, healthy, rotated(), 0)).isEmpty();
    }
}
