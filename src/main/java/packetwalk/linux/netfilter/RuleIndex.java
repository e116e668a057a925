package packetwalk.linux.netfilter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.Address6Match;
import packetwalk.linux.xtables.match.AddressMatch;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.match.TcpMatch;
import packetwalk.linux.xtables.match.UdpMatch;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * The rules of a long chain by what most of them ask first: one host's address, a protocol, one destination port.
 *
 * <p>Linux compares a packet with rule after rule; of kube-proxy's 10,000 services all but one or two say no. The index
 * names the few that may say yes, in order. Each of those is then asked in full, so a rule that it names in vain costs
 * time and nothing else, and the walk still tells how many rules Linux has compared.
 */
final class RuleIndex {

    /** Chains that are shorter are faster without. */
    static final int WORTHWHILE = 32;

    /** The mask of a single address. */
    private static final int HOST = -1;

    private static final int NO_PORT = -1;

    /** Rules that ask for the same things, by what they want to hear. */
    private record Group(@Nullable Side side, boolean protocol, boolean port, Map<Long, int[]> rules) {

        private static final int[] NONE = {};

        boolean asksAs(Wanted wanted) {
            return side == wanted.side && protocol == (wanted.protocol != null) && port == (wanted.port != NO_PORT);
        }

        void add(long key, int index) {
            int[] before = rules.getOrDefault(key, NONE);
            int[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = index;
            rules.put(key, after);
        }

        /** Indexes of the rules that want what {@code packet} has, in order. */
        int[] of(Packet packet, int dport) {
            if (port && dport == NO_PORT) {
                return NONE;
            }
            int address = side == null ? 0 : word(side.address(packet));
            return rules.getOrDefault(key(address, protocol ? packet.protocol() : null, port ? dport : NO_PORT), NONE);
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final int size;

    RuleIndex(List<Rule> rules) {
        size = rules.size();
        for (int i = 0; i < size; i++) {
            Wanted wanted = Wanted.of(rules.get(i));
            group(wanted).add(key(wanted.address, wanted.protocol, wanted.port), i);
        }
    }

    private Group group(Wanted wanted) {
        for (Group group : groups) {
            if (group.asksAs(wanted)) {
                return group;
            }
        }
        Group group = new Group(wanted.side, wanted.protocol != null, wanted.port != NO_PORT, new HashMap<>());
        groups.add(group);
        return group;
    }

    /** What is left of an address in 32 bits; of an IPv4 one, all. */
    private static int word(IpAddress address) {
        return (int) (address.high() * 31 + address.low());
    }

    /** One number for all of it. */
    private static long key(int address, @Nullable Protocol protocol, int port) {
        return (long) address << 32 | (long) (port & 0xffff) << 8 | (protocol == null ? 0 : protocol.number());
    }

    /** The rules that {@code packet} may match; no target within a chain changes what they are found by. */
    Candidates candidates(Packet packet) {
        int dport = Ports.has(packet.transport()) ? Ports.destination(packet.transport()) : NO_PORT;
        int[][] lists = new int[groups.size()][];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = groups.get(i).of(packet, dport);
        }
        return new Merged(lists, size);
    }

    /** Several ordered lists, read as one. */
    private static final class Merged implements Candidates {
        private final int[][] lists;
        private final int[] places;
        private final int size;

        Merged(int[][] lists, int size) {
            this.lists = lists;
            this.places = new int[lists.length];
            this.size = size;
        }

        @Override
        public int from(int index) {
            int first = size;
            for (int i = 0; i < lists.length; i++) {
                int[] list = lists[i];
                while (places[i] < list.length && list[places[i]] < index) {
                    places[i]++;
                }
                if (places[i] < list.length) {
                    first = Math.min(first, list[places[i]]);
                }
            }
            return first;
        }
    }

    /** What one rule asks for, as far as the index knows it; the rest is open. */
    private static final class Wanted {
        private @Nullable Side side;
        private int address;
        private @Nullable Protocol protocol;
        private int port = NO_PORT;

        /** Reads the rule's conditions up to the first that remembers: that one must be asked, whatever those behind it say. */
        static Wanted of(Rule rule) {
            Wanted wanted = new Wanted();
            for (Match match : rule.matches()) {
                if (match.remembers()) {
                    break;
                }
                wanted.read(match);
            }
            return wanted;
        }

        private void read(Match match) {
            if (match instanceof AddressMatch one && !one.negated() && one.mask() == HOST) {
                readHost(one.side(), one.bits());
            } else if (match instanceof Address6Match one && !one.negated() && one.host()) {
                readHost(one.side(), word(one.address()));
            } else if (match instanceof ProtocolMatch one && !one.negated()) {
                protocol = one.protocol();
            } else if (match instanceof TcpMatch one) {
                readPort(one.dport());
            } else if (match instanceof UdpMatch one) {
                readPort(one.dport());
            }
        }

        /** Of two, the destination tells rules apart better. */
        private void readHost(Side of, int word) {
            if (side == null || of == Side.DST) {
                side = of;
                address = word;
            }
        }

        private void readPort(@Nullable Range dport) {
            if (dport != null && !dport.negated() && dport.from() == dport.to()) {
                port = (int) dport.from();
            }
        }
    }
}
