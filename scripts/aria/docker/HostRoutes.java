package aria.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The networks that a machine knows the way to: those of the engine, of a VPN, of a cluster. The default route is none,
 * nor is one for all of 10.0.0.0/8, which leaves no address to choose and loses no more than a few of them.
 *
 * @param routes of IPv4
 */
public record HostRoutes(List<Route> routes) {
    private static final Path TABLE = Path.of("/proc/net/route");

    private static final int WIDEST = 12;

    /** Keeps an unmodifiable copy. */
    public HostRoutes {
        routes = List.copyOf(routes);
    }

    /** One of them, by way of an interface; address and mask as numbers. */
    public record Route(String interfaceName, int address, int mask) {}

    /** Returns those of this machine; none when the engine is not known to be on it. */
    public static HostRoutes ofEngine() {
        if (!Forwarding.here() || !Files.isReadable(TABLE)) {
            return new HostRoutes(List.of());
        }
        try {
            return parse(Files.readAllLines(TABLE));
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the table as the kernel prints it, with numbers in the byte order of the machine. */
    static HostRoutes parse(List<String> table) {
        return new HostRoutes(table.stream()
                .skip(1)
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 7)
                .map(fields -> new Route(fields[0], number(fields[1]), number(fields[7])))
                .filter(route -> Integer.bitCount(route.mask()) >= WIDEST)
                .toList());
    }

    /**
     * Returns the interface to which packets for some address of a subnet go already; empty when there is none.
     *
     * @param subnet such as {@code 10.112.0.16/28}
     */
    public Optional<String> taken(String subnet) {
        String[] parts = subnet.split("[./]");
        int address = 0;
        for (int i = 0; i < 4; i++) {
            address = address << 8 | Integer.parseInt(parts[i]);
        }
        int mask = -1 << 32 - Integer.parseInt(parts[4]);
        int own = address;
        return routes.stream()
                .filter(route -> ((route.address() ^ own) & mask & route.mask()) == 0)
                .map(Route::interfaceName)
                .findFirst();
    }

    private static int number(String hexadecimal) {
        return Integer.reverseBytes(Integer.parseUnsignedInt(hexadecimal, 16));
    }
}
