package aria.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressScannerTest {
    private final AddressScanner scanner = new AddressScanner(
            Set.of("db", "postgres", "redis", "web", "db.corp.example", "172.31.9.10", "2001:db8::10", "project-db-1")
                    ::contains);

    /** A variable and its value, then after {@code ->} the addresses in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "URL=postgres://postgres:postgres@postgres:5432/postgres -> postgres:5432",
                "DATABASE_URL=postgres://u:p@db/postgres -> db",
                "KC_DB_URL=jdbc:postgresql://db:5432/web?user=redis -> db:5432",
                "NATS_URL=nats://db:4222,nats://redis:4222 -> db:4222 redis:4222",
                "X=jdbc:postgresql://db:5432,redis:5432/app -> db:5432 redis:5432",
                "DSN=host=db user=postgres dbname=postgres -> db",
                "DSN=Server=db;Database=postgres;User Id=web -> db",
                "DSN=web:secret@tcp(db:3306)/redis -> db:3306",
                "AMQP=guest:guest@db/ -> db",
                "CACHE=redis:6379 -> redis:6379",
                "DB_HOST=postgres -> postgres",
                "PGHOST=db -> db",
                "SEEDS=db, redis -> db redis",
                "spring.data.redis.host=redis -> redis",
                "API_URL=http://web -> web",
                "HOST=db.corp.example -> db.corp.example",
                "URL=http://[2001:db8::10]:80/ -> [2001:db8::10]:80",
                "HOSTADDR=172.31.9.10 -> 172.31.9.10",
                "UPSTREAM=project-db-1:80 -> project-db-1:80",
                "JSON={\"Host\": \"db\", \"Port\": 5432} -> db"
            })
    void anAddressInAVariable(String line) {
        String[] parts = line.split(" -> ");
        int equals = parts[0].indexOf('=');
        assertThat(scanner.inSetting(parts[0].substring(0, equals), parts[0].substring(equals + 1)))
                .extracting(AddressScanner.Mention::address)
                .containsExactly(parts[1].split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KC_DB=postgres",
                "POSTGRES_DB=db",
                "KC_DB_URL_DATABASE=postgres",
                "DB_USERNAME=postgres",
                "QUEUE_CONNECTION=redis",
                "IMAGE=postgres:16",
                "IMAGE=redis:7-alpine",
                "IMAGE=docker.io/library/postgres:5432",
                "DATA_PATH=/var/lib/postgres",
                "TEXT=the db is a redis of the web",
                "URL=http://example.org/db/postgres",
                "URL=https://db:secret@example.org/"
            })
    void aNameThatIsNoAddress(String line) {
        int equals = line.indexOf('=');
        assertThat(scanner.inSetting(line.substring(0, equals), line.substring(equals + 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_dump -h db -U postgres postgres",
                "psql --host=db -c 'select 1'",
                "mysqldump --host db postgres",
                "nc -z db 5432",
                "wait-for-it.sh db:5432 -- run",
                "curl -fs db/health",
                "exec 3<>/dev/tcp/db/5432",
                "telegraf --config http://db:8086/api"
            })
    void anAddressInACommand(String command) {
        assertThat(scanner.inSetting("", command))
                .extracting(AddressScanner.Mention::name)
                .containsExactly("db");
    }

    /** Formats that nothing is known of: a name counts where it stands as an address does. */
    @Test
    void addressesInFiles() {
        assertThat(named("nginx.conf", "upstream x { server db:8080; }\nlocation / { proxy_pass http://web2; }\n"))
                .containsExactly("db");
        assertThat(named("nginx.conf", "  server db;\n  set $up web;\n  server_name redis;\n"))
                .containsExactly("db", "web");
        assertThat(named("Caddyfile", "example.org {\n\treverse_proxy web redis:80\n}\n"))
                .containsExactly("web", "redis");
        assertThat(named("prometheus.yml", "- job_name: web\n  targets: [\"db:9187\", 'redis:9121']\n"))
                .containsExactly("db", "redis");
        assertThat(named("sd.yml", "dns_sd_configs:\n  - names:\n      - tasks\n      - db\n    type: A\n"))
                .containsExactly("db");
        assertThat(named("servers.json", "{\"1\": {\"Name\": \"web\", \"Host\": \"db\", \"Username\": \"postgres\"}}"))
                .containsExactly("db");
        assertThat(named("telegraf.conf", "[[inputs.redis]]\n  servers = [\n    \"tcp://redis:6379\",\n  ]\n"))
                .containsExactly("redis");
        assertThat(named("database.ini", "[db]\ndatabase = postgres\nhost = db\n"))
                .containsExactly("db");
    }

    @Test
    void commentsDoNotCount() {
        assertThat(named("a.yml", "# url: http://db:80\nx: 1 # http://web\nurl: \"http://redis/#a\"\n"))
                .containsExactly("redis");
        assertThat(named("a.js", "// http://db\nconst u = 'http://web';\n")).containsExactly("web");
        assertThat(named("a.sql", "-- http://db\n")).isEmpty();
        assertThat(named("a.ini", "; host = db\n")).isEmpty();
    }

    @Test
    void aMentionHasItsLine() {
        assertThat(scanner.inFile("x", "\n\nhttp://db:80\n"))
                .containsExactly(new AddressScanner.Mention("db", Optional.of(80), 2, true));
    }

    private List<String> named(String file, String text) {
        return scanner.inFile(file, text).stream()
                .map(AddressScanner.Mention::name)
                .toList();
    }
}
