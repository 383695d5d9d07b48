package aria.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {

    @Test
    void finds_the_host_of_a_url_and_not_its_database_or_user() {
        assertThat(Hosts.in("jdbc:postgresql://keycloak-db:5432/postgres?user=grafana"))
                .containsExactly("keycloak-db");
        assertThat(Hosts.in("postgresql://vault:pw@db/vault")).containsExactly("db");
    }

    @Test
    void finds_every_host_of_a_list() {
        assertThat(Hosts.in("nats://a:4222,nats://b:4222")).isEqualTo(List.of("a", "b"));
        assertThat(Hosts.in("jdbc:postgresql://one:5432,two:5432/app")).containsExactly("one", "two");
    }

    @Test
    void takes_a_bare_host_with_or_without_port() {
        assertThat(Hosts.in("temporal:7233")).containsExactly("temporal");
        assertThat(Hosts.in("keycloak-db")).containsExactly("keycloak-db");
    }

    @Test
    void finds_nothing_in_ordinary_text() {
        assertThat(Hosts.in("a sentence with words")).isEmpty();
    }

    @Test
    void a_lone_word_is_a_host_only_where_the_variable_says_so() {
        assertThat(Hosts.in("KC_DB", "postgres")).isEmpty();
        assertThat(Hosts.in("POSTGRES_SEEDS", "postgres")).containsExactly("postgres");
        assertThat(Hosts.in("CACHE", "redis:6379")).containsExactly("redis");
    }
}
