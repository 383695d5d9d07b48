// Every dependency of the tests, once; the program's own stand in scripts/aria/Deps.java.
//DEPS org.junit:junit-bom:5.14.4@pom
//DEPS org.testcontainers:testcontainers-bom:2.0.5@pom
// What docker-java brings; hcl4j would bring an older one.
//DEPS com.fasterxml.jackson:jackson-bom:2.20.1@pom
//DEPS org.junit.jupiter:junit-jupiter
//DEPS org.junit.platform:junit-platform-launcher
//DEPS org.assertj:assertj-core:3.27.6
//DEPS org.testcontainers:testcontainers
//DEPS org.testcontainers:testcontainers-junit-jupiter
//DEPS com.bertramlabs.plugins:hcl4j:0.9.8
//DEPS org.postgresql:postgresql:42.7.14

package aria;

/** The libraries of the tests, as JBang directives. */
public final class TestDeps {
    private TestDeps() {}
}
