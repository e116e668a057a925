package packetwalk.tools.ipset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.ipset.Dimension;
import packetwalk.linux.ipset.Extensions;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipset.SetHeader;
import packetwalk.linux.ipset.SetType;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.time.Simulation;
import packetwalk.tools.line.Words;

/** {@code ipset create NAME TYPE …}: what follows the type. */
final class Creation {

    /** IPSET_MAX_TIMEOUT: seconds. */
    static final int LONGEST_TIMEOUT = 2_147_483;

    private static final int SMALLEST_HASH = 64;
    private static final long LARGEST_HASH = 1L << 27;
    private static final long UNSIGNED = 0xffff_ffffL;

    /** The largest number of elements of a bitmap: net/netfilter/ipset/ip_set_bitmap.h. */
    private static final int LARGEST_BITMAP = 65536;

    private final SetType type;
    private final Arguments arguments;
    private final Simulation simulation;

    private Creation(SetType type, Arguments arguments, Simulation simulation) {
        this.type = type;
        this.arguments = arguments;
        this.simulation = simulation;
    }

    /**
     * Makes a set in {@code sets}.
     *
     * @param words what follows {@code create}
     * @throws IllegalArgumentException if ipset would refuse it
     */
    static void run(IpSets sets, Words words, boolean exist) {
        String name = words.next("a set's name");
        if (name.length() > IpSets.LONGEST_NAME || name.isEmpty()) {
            throw Syntax.error("setname '" + name + "' is longer than " + IpSets.LONGEST_NAME
                    + " characters, or empty; take another");
        }
        String typename = words.next("a type");
        SetType type = SetType.named(typename)
                .orElseThrow(() -> Syntax.error("typename '" + typename + "' is unknown; use one of "
                        + String.join(
                                ", ",
                                List.of(SetType.values()).stream()
                                        .map(SetType::toString)
                                        .toList())));
        Creation creation = new Creation(type, Arguments.read(words, known(type)), sets.simulation());
        sets.create(name, type, creation.header(), creation.extensions(), exist);
    }

    private static Map<String, Boolean> known(SetType type) {
        Map<String, Boolean> known = new HashMap<>();
        for (String each : "timeout+ counters comment skbinfo".split(" ")) {
            option(known, each);
        }
        String own = type.hash() ? "hashsize+ maxelem+ forceadd bucketsize+ initval+ from+ to+ network+" : "";
        own += type.hash() && type != SetType.HASH_MAC ? " family+ inet inet6" : "";
        own += masks(type) ? " netmask+ bitmask+" : "";
        own += type == SetType.HASH_IP_MARK ? " markmask+" : "";
        own += type.bitmap() ? "range+ from+ to+ network+" : "";
        own += type == SetType.BITMAP_IP ? " netmask+" : "";
        own += type == SetType.LIST_SET ? "size+" : "";
        for (String each : own.strip().split(" ")) {
            option(known, each);
        }
        return known;
    }

    private static void option(Map<String, Boolean> known, String name) {
        boolean valued = name.endsWith("+");
        known.put(valued ? name.substring(0, name.length() - 1) : name, valued);
    }

    private static boolean masks(SetType type) {
        return type == SetType.HASH_IP || type == SetType.HASH_IP_PORT || type == SetType.HASH_NET_NET;
    }

    private Extensions extensions() {
        Integer timeout = arguments.has("timeout") ? (int) arguments.number("timeout", 0, LONGEST_TIMEOUT, 0) : null;
        return new Extensions(
                timeout,
                arguments.has("counters"),
                arguments.has("comment"),
                arguments.has("skbinfo"),
                arguments.has("forceadd"));
    }

    private SetHeader header() {
        if (type.hash()) {
            return hash();
        }
        return type.bitmap()
                ? bitmap()
                : new SetHeader.Members(Math.max(4, (int) arguments.number("size", 0, Integer.MAX_VALUE, 8)));
    }

    private SetHeader hash() {
        IpFamily family = family();
        long hashsize = arguments.number("hashsize", 0, UNSIGNED, 1024);
        if (hashsize > LARGEST_HASH) {
            throw new IllegalArgumentException("Kernel error received: Cannot allocate memory: hashsize " + hashsize
                    + " is more than " + LARGEST_HASH + "; choose a smaller one, it grows by itself");
        }
        long buckets = Long.highestOneBit(Math.max(SMALLEST_HASH, hashsize) * 2 - 1);
        int bucketsize = (int) Math.max(2, Math.min(12, arguments.number("bucketsize", 0, 255, 12)));
        int initval = arguments.has("initval")
                ? (int) arguments.number("initval", 0, UNSIGNED, 0)
                : simulation.random().nextInt();
        return new SetHeader.Hash(
                family,
                (int) buckets,
                (int) arguments.number("maxelem", 0, UNSIGNED, 65536),
                mask(family),
                (int) arguments.number("markmask", 0, UNSIGNED, UNSIGNED),
                bucketsize + bucketsize % 2,
                initval);
    }

    private IpFamily family() {
        if (arguments.has("inet6")) {
            return IpFamily.IPV6;
        }
        return switch (arguments.find("family").orElse("inet")) {
            case "inet", "ipv4", "-4" -> IpFamily.IPV4;
            case "inet6", "ipv6", "-6" -> IpFamily.IPV6;
            default ->
                throw Syntax.error(
                        "unknown inet family " + arguments.find("family").orElse("") + "; use inet or inet6");
        };
    }

    /** Null where all bits count, as with a netmask of full length. */
    private SetHeader.@Nullable Mask mask(IpFamily family) {
        if (arguments.has("netmask") && arguments.has("bitmask")) {
            throw Syntax.error("bitmask and netmask are mutually exclusive, provide only one");
        }
        if (arguments.has("netmask")) {
            int length = (int) arguments.number("netmask", 1, family.bits(), 0);
            IpAddress ones = family == IpFamily.IPV4 ? IpAddress.BROADCAST_V4 : IpAddress.ofV6(-1, -1);
            return length == family.bits() ? null : new SetHeader.Mask(ones.masked(length), true);
        }
        Optional<IpAddress> bitmask = arguments.find("bitmask").map(each -> Syntax.address(each, family));
        if (bitmask.filter(IpAddress::isAny).isPresent()) {
            throw new IllegalArgumentException(
                    "The value of the netmask parameter is invalid: no bit counts; write 255.255.0.0");
        }
        return bitmask.map(each -> new SetHeader.Mask(each, false)).orElse(null);
    }

    private SetHeader bitmap() {
        String range = range();
        int dash = range.indexOf('-');
        long one;
        long other;
        if (type.dimensions().get(0) == Dimension.PORT) {
            one = Parts.port(dash < 0 ? range : range.substring(0, dash), Protocol.TCP);
            other = Parts.port(range.substring(dash + 1), Protocol.TCP);
        } else if (dash >= 0) {
            one = Syntax.address(range.substring(0, dash), IpFamily.IPV4).low();
            other = Syntax.address(range.substring(dash + 1), IpFamily.IPV4).low();
        } else {
            Cidr prefix = prefix(range);
            one = prefix.network().low();
            other = prefix.last().low();
        }
        int netmask = (int) arguments.number("netmask", 1, 32, 32);
        SetHeader.Bitmap bitmap = new SetHeader.Bitmap(Math.min(one, other), Math.max(one, other), netmask);
        requireFits(bitmap);
        return bitmap;
    }

    private String range() {
        Optional<String> range = arguments.find("range").or(() -> arguments.find("network"));
        if (range.isEmpty() && arguments.has("from") && arguments.has("to")) {
            return arguments.find("from").orElse("") + "-"
                    + arguments.find("to").orElse("");
        }
        return range.orElseThrow(() -> new IllegalArgumentException("Mandatory option `range' is missing; write range "
                + (type == SetType.BITMAP_PORT ? "0-1023" : "10.0.0.0/24")));
    }

    private static Cidr prefix(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw Syntax.error("IP/cidr or IP-IP range must be specified: " + text + "; write 10.0.0.0/24");
        }
        int length = (int) Syntax.number(text.substring(slash + 1), 0, 32);
        return Cidr.around(Syntax.address(text.substring(0, slash), IpFamily.IPV4), length);
    }

    private static void requireFits(SetHeader.Bitmap bitmap) {
        long block = 1L << (32 - bitmap.netmask());
        if (bitmap.first() % block != 0 || (bitmap.last() + 1) % block != 0) {
            throw new IllegalArgumentException("Element is out of the range of the set: netmask " + bitmap.netmask()
                    + " does not divide the range; begin and end it with whole networks");
        }
        if (bitmap.elements() > LARGEST_BITMAP) {
            throw new IllegalArgumentException("The range you specified exceeds the size limit of the set type: "
                    + bitmap.elements() + " elements are more than " + LARGEST_BITMAP + "; use a hash");
        }
    }
}
