package packetwalk.linux;

import java.util.List;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/**
 * From which of this host's addresses a packet is sent that has none yet: RFC 6724 section 5, as net/ipv6/addrconf.c
 * {@code ipv6_dev_get_saddr()} goes by it.
 *
 * <p>All addresses here are preferred, public and native, so that rules 3, 4, 5.5 and 7 have nothing to say.
 */
final class SourceSelection {

    /** Label by prefix, longest first: net/ipv6/addrlabel.c {@code ip6addrlbl_init_table}. */
    private record Label(Cidr prefix, int label) {}

    private static final List<Label> LABELS = List.of(
            label("::1/128", 0),
            label("::ffff:0:0/96", 4),
            label("::/96", 3),
            label("2001:10::/28", 7),
            label("2001::/32", 6),
            label("2002::/16", 2),
            label("fc00::/7", 5),
            label("::/0", 1));

    /** Linux {@code IPV6_ADDR_SCOPE_*}. */
    private static final int LINK = 0x02;

    private static final int GLOBAL = 0x0e;

    private final NetworkNamespace namespace;
    private final Addrconf addrconf;

    SourceSelection(NetworkNamespace namespace, Addrconf addrconf) {
        this.namespace = namespace;
        this.addrconf = addrconf;
    }

    private static Label label(String prefix, int label) {
        return new Label(Cidr.parse(prefix), label);
    }

    /** The best source for what leaves by {@code out} to {@code dst}; empty if there is none at all. */
    Optional<IpAddress> select(String out, IpAddress dst) {
        boolean ofLinkOnly = dst.isLinkLocal() || dst.isMulticast();
        InterfaceAddress best = null;
        boolean bestOut = false;
        for (NetDevice device : namespace.devices()) {
            boolean onOut = device.name().equals(out);
            if (ofLinkOnly && !onOut) {
                continue;
            }
            for (InterfaceAddress candidate : addrconf.addresses(device)) {
                if (best == null || isBetter(candidate, onOut, best, bestOut, dst)) {
                    best = candidate;
                    bestOut = onOut;
                }
            }
        }
        return Optional.ofNullable(best).map(InterfaceAddress::address);
    }

    /** {@code ipv6_get_saddr_eval()}: rule by rule, until one tells a difference; the first one stays where none does. */
    private static boolean isBetter(InterfaceAddress a, boolean aOut, InterfaceAddress b, boolean bOut, IpAddress dst) {
        int rule = Boolean.compare(a.address().equals(dst), b.address().equals(dst));
        if (rule == 0) {
            rule = Integer.compare(scopeScore(a.address(), dst), scopeScore(b.address(), dst));
        }
        if (rule == 0) {
            rule = Boolean.compare(aOut, bOut);
        }
        if (rule == 0) {
            rule = Boolean.compare(labelOf(a.address()) == labelOf(dst), labelOf(b.address()) == labelOf(dst));
        }
        if (rule == 0) {
            rule = Integer.compare(common(a, dst), common(b, dst));
        }
        return rule > 0;
    }

    /** Rule 2: the smallest scope that is large enough, else the largest. */
    private static int scopeScore(IpAddress address, IpAddress dst) {
        int scope = scope(address);
        return scope >= scope(dst) ? -scope : scope - 128;
    }

    /** {@code ipv6_addr_src_scope()}; loopback counts as a link, and of a group its second octet says. */
    private static int scope(IpAddress address) {
        if (address.isMulticast()) {
            return (int) (address.high() >>> 48 & 0xf);
        }
        return address.isLinkLocal() || address.isLoopback() ? LINK : GLOBAL;
    }

    private static int labelOf(IpAddress address) {
        return LABELS.stream()
                .filter(each -> each.prefix().contains(address))
                .mapToInt(Label::label)
                .findFirst()
                .orElse(1);
    }

    /** Rule 8: the longest common prefix, no longer than the address' own. */
    private static int common(InterfaceAddress candidate, IpAddress dst) {
        IpAddress address = candidate.address();
        int bits = Long.numberOfLeadingZeros(address.high() ^ dst.high());
        if (bits == 64) {
            bits += Long.numberOfLeadingZeros(address.low() ^ dst.low());
        }
        return Math.min(bits, candidate.length());
    }
}
