package aria.proxy;

import aria.stack.OurServices;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of 16 addresses or more within the range that a project has for its proxies. The first two parts of every address
 * are a variable with a default, so that a second copy of the project can have another range.
 *
 * @param index the number of its first 16 addresses within the range, from 0 to 4095
 * @param bits  how many of the 32 bits of its addresses are the same
 */
public record Subnet(int index, int bits) {
    /** How many of the smallest there are in a range. */
    static final int COUNT = 1 << 12;

    /** Makes one of the smallest. */
    public Subnet(int index) {
        this(index, SMALLEST);
    }

    /** The variable with the first two parts of every address. */
    public static final String VARIABLE = OurServices.PROXY_NETWORKS;

    private static final int BLOCK = 16;
    private static final int SMALLEST = 28;
    private static final int LARGEST = 24;

    /** Network, gateway, proxy and broadcast have an address each. */
    private static final int OTHERS = 4;

    /** One that holds as many containers as can have a proxy. */
    static final Subnet WIDEST = new Subnet(0, LARGEST);

    private static final Pattern WRITTEN =
            Pattern.compile("\\$\\{" + VARIABLE + ":-\\d{1,3}\\.\\d{1,3}}\\.(\\d{1,3})\\.(\\d{1,3})/(2[4-8])");

    /** Returns the subnet that a compose file has; empty when it is not one of ours. */
    static Optional<Subnet> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int address = Integer.parseInt(matcher.group(1)) * 256 + Integer.parseInt(matcher.group(2));
        Subnet subnet = new Subnet(address / BLOCK, Integer.parseInt(matcher.group(3)));
        return address % subnet.size() == 0 && subnet.index < COUNT ? Optional.of(subnet) : Optional.empty();
    }

    /** Returns how many bits the smallest one has in common that holds a proxy and so many containers of its service. */
    static int bitsFor(int replicas) {
        int bits = SMALLEST;
        while (bits > LARGEST && new Subnet(0, bits).mostCallers() < replicas) {
            bits--;
        }
        return bits;
    }

    /** Returns how many containers of a service fit beside its proxy. */
    int mostCallers() {
        return size() - OTHERS;
    }

    /** Returns how many of the smallest it is as large as. */
    int blocks() {
        return size() / BLOCK;
    }

    private int size() {
        return 1 << 32 - bits;
    }

    /** Returns what follows the first two parts in the subnet's own notation: {@code .3.16/28}. */
    public String mask() {
        return host(0) + "/" + bits;
    }

    /**
     * Returns what follows the first two parts in the proxy's address: {@code .3.30}. It is the highest one, because the
     * engine hands addresses out from the lowest.
     */
    public String proxy() {
        return host(size() - 2);
    }

    /** Returns what follows the first two parts in the address of the server behind the proxy. */
    public String server() {
        return host(size() - 3);
    }

    private String host(int offset) {
        int address = index * BLOCK + offset;
        return "." + address / 256 + "." + address % 256;
    }
}
