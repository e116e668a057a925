package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * A set of type {@code hash:…}: net/netfilter/ipset/ip_set_hash_gen.h. Where elements are networks, the longest that
 * holds an address decides, whether it says in or {@code nomatch}.
 *
 * <p>Entries are listed in the order in which they came; Linux lists them by its hash function.
 */
final class HashSet extends KeyedSet {

    private final SetHeader.Hash header;

    /** Which of the dimensions are networks, and how many entries have each length there. */
    private final List<Integer> networks = new ArrayList<>();

    private final int[][] lengths;

    HashSet(String name, SetType type, SetHeader.Hash header, Extensions extensions, Simulation simulation) {
        super(name, type, header, extensions, simulation, new LinkedHashMap<>());
        this.header = header;
        for (int i = 0; i < type.dimensions().size(); i++) {
            if (type.dimensions().get(i) == Dimension.NET) {
                networks.add(i);
            }
        }
        lengths = new int[networks.size()][header.family().bits() + 1];
    }

    @Override
    IpSet copy() {
        HashSet copy = new HashSet(name(), type(), header, extensions(), simulation());
        copyTo(copy);
        return copy;
    }

    @Override
    Element stored(Element element) {
        SetHeader.Mask mask = header.mask();
        if (mask == null && header.markmask() == -1) {
            return element;
        }
        return new Element(
                element.parts().stream().map(part -> masked(part, mask)).toList());
    }

    private Part masked(Part part, SetHeader.@Nullable Mask mask) {
        if (part instanceof Part.Mark mark) {
            return new Part.Mark(mark.value() & header.markmask());
        }
        if (mask != null && part instanceof Part.Ip ip) {
            return new Part.Ip(mask.on(ip.address()));
        }
        if (mask != null && part instanceof Part.Net net) {
            IpAddress network = mask.on(net.network().network());
            return new Part.Net(new Cidr(network, net.network().length()));
        }
        return part;
    }

    @Override
    SetResult check(Element stored) {
        if (stored.part(0) instanceof Part.Ip ip && ip.address().isAny()) {
            if (type() == SetType.HASH_IP) {
                return SetResult.NULL_VALUE;
            }
            if (type() == SetType.HASH_IP_PORT) {
                return SetResult.INVALID;
            }
        }
        boolean everything = networks.stream().anyMatch(i -> network(stored, i).length() == 0);
        return everything && !type().storesEverything() ? SetResult.INVALID_CIDR : SetResult.DONE;
    }

    @Override
    boolean hasRoom() {
        if (!full()) {
            return true;
        }
        dropExpired();
        if (full() && extensions().forceadd() && size() > 0) {
            // Linux gives up one that shares the new one's bucket, which is chance
            dropFirst();
        }
        return !full();
    }

    private boolean full() {
        return Integer.compareUnsigned(size(), header.maxelem()) >= 0;
    }

    @Override
    void changed(Element element, int by) {
        for (int i = 0; i < networks.size(); i++) {
            lengths[i][network(element, networks.get(i)).length()] += by;
        }
    }

    private static Cidr network(Element element, int index) {
        return ((Part.Net) element.part(index)).network();
    }

    @Override
    @Nullable
    SetEntry exact(Element stored) {
        SetEntry entry = super.exact(stored);
        if (entry != null || type() != SetType.HASH_NET_IFACE) {
            return entry;
        }
        Part.Iface device = (Part.Iface) stored.part(1);
        for (int end = device.name().length(); end > 0; end--) {
            Part.Iface shorter = new Part.Iface(device.name().substring(0, end), device.physdev());
            entry = super.exact(stored.with(1, shorter));
            if (entry != null && entry.wildcard()) {
                return entry;
            }
        }
        return null;
    }

    @Override
    @Nullable
    SetEntry lookup(Element stored, SetQuery query, @Nullable Integer length) {
        boolean hosts = networks.stream().allMatch(i -> network(stored, i).isHost());
        return hosts ? longest(stored, 0, query, length) : super.lookup(stored, query, length);
    }

    /** Tries every length in use, from the longest, for the networks from {@code nth} on: {@code mtype_test_cidrs()}. */
    private @Nullable SetEntry longest(Element element, int nth, SetQuery query, @Nullable Integer length) {
        if (nth == networks.size()) {
            return super.lookup(element, query, length);
        }
        int index = networks.get(nth);
        IpAddress address = network(element, index).network();
        for (int bits = header.family().bits(); bits >= 0; bits--) {
            if (lengths[nth][bits] > 0) {
                Element wider = element.with(index, new Part.Net(Cidr.around(address, bits)));
                SetEntry found = longest(wider, nth + 1, query, length);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @Override
    Element toAdd(Element element) {
        Element added = element;
        for (int nth = 0; nth < networks.size(); nth++) {
            int index = networks.get(nth);
            Cidr around = Cidr.around(network(element, index).network(), longestInUse(nth));
            added = added.with(index, new Part.Net(around));
        }
        return added;
    }

    /** {@code INIT_CIDR}: the longest length that is in use, else the full one. */
    private int longestInUse(int nth) {
        for (int bits = header.family().bits(); bits > 0; bits--) {
            if (lengths[nth][bits] > 0) {
                return bits;
            }
        }
        return header.family().bits();
    }
}
