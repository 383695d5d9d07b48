// Every run-time dependency, once. All three Bouncy Castle artifacts are named so that one version wins.
//DEPS info.picocli:picocli:4.7.7
//DEPS org.bouncycastle:bcpkix-jdk18on:1.87
//DEPS org.bouncycastle:bcprov-jdk18on:1.87
//DEPS org.bouncycastle:bcutil-jdk18on:1.87
//DEPS org.yaml:snakeyaml:2.7
//DEPS com.github.docker-java:docker-java-core:3.7.1
//DEPS com.github.docker-java:docker-java-transport-zerodep:3.7.1
//DEPS com.nimbusds:nimbus-jose-jwt:10.10
//DEPS org.shredzone.acme4j:acme4j-client:4.0.0
//DEPS me.tongfei:progressbar:0.10.2
//DEPS com.google.code.gson:gson:2.15.0
//DEPS io.github.java-diff-utils:java-diff-utils:4.18
//DEPS com.github.spullara.mustache.java:compiler:0.9.14
//DEPS org.apache.commons:commons-compress:1.28.0
//DEPS org.slf4j:slf4j-nop:2.0.17

package aria;

/** The libraries of the program, as JBang directives. */
public final class Deps {
    private Deps() {}
}
