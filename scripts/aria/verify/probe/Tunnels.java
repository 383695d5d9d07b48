package aria.verify.probe;

import aria.docker.Engine;
import aria.docker.RunningService;
import aria.finding.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Tunnels to listeners that this machine cannot reach directly, for example when the engine runs in a virtual
 * machine. Each connection to a local port on loopback is passed to a command in the container, {@code nc} or
 * {@code bash}, which connects to the server. Safe for use by several threads.
 */
public final class Tunnels implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);
    private static final Duration REACH_LIMIT = Duration.ofSeconds(1);
    /** Longer than any probe. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final List<String> HAS_EITHER = List.of("sh", "-c", "command -v nc || command -v bash");
    /**
     * Leaves no orphan: the container's first process would get it, and PostgreSQL takes one that was killed for a
     * crash of its own.
     */
    private static final String CONNECT = """
            if command -v nc > /dev/null; then exec nc "$1" "$2"; fi
            exec bash -c 'exec 3<> "/dev/tcp/$1/$2" || exit 1; cat <&0 >&3 & cat <&3 & wait -n; kill %1 %2 2> /dev/null; wait' bash "$1" "$2"
            """;

    private final Executor threads;
    private final Queue<ServerSocket> doors = new ConcurrentLinkedQueue<>();
    private Optional<Engine> engine = Optional.empty();

    /** @param threads run one task a tunnel that accepts, and one for each connection */
    public Tunnels(Executor threads) {
        this.threads = threads;
    }

    /**
     * The address, or a tunnel to the same listener when nothing of this machine leads there and the container has
     * what that takes.
     */
    public Optional<Address> reachable(Optional<Address> address, RunningService container, Listener listener) {
        boolean leadsThere = address.filter(found -> found.via() != Via.ADDRESS || isReached(found))
                .isPresent();
        return leadsThere ? address : open(container, listener).or(() -> address);
    }

    /** Whether packets get there; a refused connection is an answer, too. */
    private static boolean isReached(Address address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) REACH_LIMIT.toMillis());
            return true;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }

    private Optional<Address> open(RunningService container, Listener listener) {
        try {
            if (!engine().exec(container.containerId(), HAS_EITHER, LOOK_LIMIT).succeeded()) {
                return Optional.empty();
            }
            String host =
                    container.addresses().values().stream().sorted().findFirst().orElse(LOOPBACK);
            ServerSocket door = new ServerSocket(0, 0, InetAddress.getByName(LOOPBACK));
            doors.add(door);
            threads.execute(() ->
                    accept(door, container, List.of("sh", "-c", CONNECT, "sh", host, String.valueOf(listener.port()))));
            return Optional.of(
                    new Address(LOOPBACK, door.getLocalPort(), Via.EXEC, container.name() + ":" + listener.port()));
        } catch (UnavailableException notInside) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    private void accept(ServerSocket door, RunningService container, List<String> command) {
        try {
            while (true) {
                Socket client = door.accept();
                threads.execute(() -> lead(client, container, command));
            }
        } catch (IOException closed) {
            // The probes are over.
        }
    }

    /** What the server does becomes what the client sees: when the command ends, so does the connection. */
    private void lead(Socket client, RunningService container, List<String> command) {
        try (client) {
            client.setTcpNoDelay(true);
            engine().pipe(container.containerId(), command, client.getInputStream(), client.getOutputStream(), LIMIT);
        } catch (IOException | UnavailableException broken) {
            // The probe sees that its connection ends, and says so.
        }
    }

    private synchronized Engine engine() {
        if (engine.isEmpty()) {
            engine = Optional.of(Engine.connect());
        }
        return engine.get();
    }

    @Override
    public synchronized void close() {
        for (ServerSocket door : doors) {
            try {
                door.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a tunnel", e);
            }
        }
        engine.ifPresent(Engine::close);
    }
}
