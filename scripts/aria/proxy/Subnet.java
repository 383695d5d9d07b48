package aria.proxy;

import aria.stack.OurServices;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of 16 addresses within the range that a project has for its proxies. The first two parts of every address
 * are a variable with a default, so that a second copy of the project can have another range.
 *
 * @param index its number within the range, from 0 to 4095
 */
public record Subnet(int index) {
    /** How many there are in a range. */
    static final int COUNT = 1 << 12;

    /** The variable with the first two parts of every address. */
    public static final String VARIABLE = OurServices.PROXY_NETWORKS;

    private static final int SIZE = 16;

    /** How many containers of a service fit beside its proxy: network, gateway, proxy and broadcast have an address each. */
    static final int MOST_CALLERS = SIZE - 4;

    private static final Pattern WRITTEN =
            Pattern.compile("\\$\\{" + VARIABLE + ":-\\d{1,3}\\.\\d{1,3}}\\.(\\d{1,3})\\.(\\d{1,3})/28");

    /** Returns the subnet that a compose file has; empty when it is not one of ours. */
    static Optional<Subnet> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int address = Integer.parseInt(matcher.group(1)) * 256 + Integer.parseInt(matcher.group(2));
        return address % SIZE == 0 && address / SIZE < COUNT
                ? Optional.of(new Subnet(address / SIZE))
                : Optional.empty();
    }

    /** Returns what follows the first two parts in the subnet's own notation: {@code .3.16/28}. */
    public String mask() {
        return host(0) + "/28";
    }

    /**
     * Returns what follows the first two parts in the proxy's address: {@code .3.30}. It is the highest one, because the
     * engine hands addresses out from the lowest.
     */
    public String proxy() {
        return host(SIZE - 2);
    }

    /** Returns what follows the first two parts in the address of the server behind the proxy. */
    public String server() {
        return host(SIZE - 3);
    }

    private String host(int offset) {
        int address = index * SIZE + offset;
        return "." + address / 256 + "." + address % 256;
    }
}
