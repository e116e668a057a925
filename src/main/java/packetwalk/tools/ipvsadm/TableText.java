package packetwalk.tools.ipvsadm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import packetwalk.linux.ipvs.Counters;
import packetwalk.linux.ipvs.Counters.Item;
import packetwalk.linux.ipvs.ForwardingMethod;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.ipvs.RealServer;
import packetwalk.linux.ipvs.VirtualServer;
import packetwalk.net.IpAddress;

/** Virtual servers as {@code ipvsadm -L} prints them: {@code print_service_entry()}. */
final class TableText {

    private static final List<Item> ITEMS = List.of(Item.values());

    private final Arguments arguments;
    private final Names names;

    TableText(Arguments arguments) {
        this.arguments = arguments;
        this.names = new Names(arguments.has(Option.NUMERIC));
    }

    /** {@code list_all()}. */
    String all(Ipvs ipvs) {
        List<VirtualServer> services = new ArrayList<>(ipvs.services());
        if (!arguments.has(Option.NOSORT)) {
            services = GlibcSort.sorted(services, TableText::compare);
        }
        return "IP Virtual Server version 1.2.1 (size=" + Ipvs.TABLE_SIZE + ")\n" + title()
                + services.stream().map(this::text).collect(Collectors.joining());
    }

    /** {@code list_service()}. */
    String one(VirtualServer service) {
        return title() + text(service);
    }

    /** {@code ipvs_cmp_services()}: differences of 32 bits, which may wrap around. */
    static int compare(VirtualServer one, VirtualServer other) {
        int mark = one.key().fwmark() - other.key().fwmark();
        int protocol = one.key().protocol().number() - other.key().protocol().number();
        int address = difference(one.key().address(), other.key().address());
        return mark != 0
                ? mark
                : protocol != 0
                        ? protocol
                        : address != 0
                                ? address
                                : one.key().port() - other.key().port();
    }

    private static int difference(IpAddress one, IpAddress other) {
        return (int) (one.low() - other.low());
    }

    /** {@code ipvs_cmp_dests()}. */
    static int compare(RealServer one, RealServer other) {
        int address = difference(one.address(), other.address());
        return address != 0 ? address : one.port() - other.port();
    }

    /** {@code print_title()}. */
    private String title() {
        String head = "Prot LocalAddress:Port";
        String line = "\n  -> RemoteAddress:Port";
        if (arguments.has(Option.STATS)) {
            return columns(head, "Conns", "InPkts", "OutPkts", "InBytes", "OutBytes") + line + "\n";
        }
        if (arguments.has(Option.RATE)) {
            return columns(head, "CPS", "InPPS", "OutPPS", "InBPS", "OutBPS") + line + "\n";
        }
        if (arguments.has(Option.THRESHOLDS)) {
            return "%-33s %-10s %-10s %-10s %-10s"
                            .formatted(head, "Uthreshold", "Lthreshold", "ActiveConn", "InActConn")
                    + line + "\n";
        }
        if (arguments.has(Option.PERSISTENT_CONN)) {
            return "%-33s %-9s %-11s %-10s %-10s".formatted(head, "Weight", "PersistConn", "ActiveConn", "InActConn")
                    + line + "\n";
        }
        String tunnel = arguments.has(Option.TUN_INFO) ? "TunnelInfo    " : "";
        return head + " Scheduler Flags" + line + "           Forward " + tunnel + "Weight ActiveConn InActConn\n";
    }

    private static String columns(Object... words) {
        return "%-33s %8s %8s %8s %8s %8s".formatted(words);
    }

    private String text(VirtualServer service) {
        String name = cut(name(service), 33);
        StringBuilder text = new StringBuilder();
        if (arguments.has(Option.STATS)) {
            text.append("%-33s".formatted(name));
            ITEMS.forEach(item -> text.append(large(service.counters().total(item))));
        } else if (arguments.has(Option.RATE)) {
            text.append("%-33s".formatted(name));
            ITEMS.forEach(item -> text.append(large(service.counters().rate(item))));
        } else {
            text.append(name).append(' ').append(service.schedulerName());
            String flags = flags(service);
            text.append(flags.isEmpty() ? "" : " (" + flags + ")")
                    .append(persistence(service, " persistent ", " mask "));
            text.append(service.onePacket() ? " ops" : "");
        }
        text.append('\n');
        servers(service, arguments).forEach(each -> text.append(text(each)).append('\n'));
        return text.toString();
    }

    static List<RealServer> servers(VirtualServer service, Arguments arguments) {
        return arguments.has(Option.NOSORT)
                ? service.servers()
                : GlibcSort.sorted(service.servers(), TableText::compare);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }

    private String name(VirtualServer service) {
        if (service.key().fwmark() != 0) {
            return "FWM  " + service.key().fwmark();
        }
        String protocol = service.key().protocol().toString().toUpperCase(Locale.ROOT);
        return "%-4s %s".formatted(protocol, address(service));
    }

    private String address(VirtualServer service) {
        return names.of(
                service.key().address(), service.key().port(), service.key().protocol());
    }

    /** {@code print_sched_flags()}. */
    static String flags(VirtualServer service) {
        return service.flags().stream()
                .sorted()
                .map(each -> each.name(service.schedulerName()))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(","));
    }

    static String persistence(VirtualServer service, String word, String maskWord) {
        if (service.persistence() == 0) {
            return "";
        }
        boolean whole = service.netmask().equals(IpAddress.BROADCAST_V4);
        return word + service.persistence() + (whole ? "" : maskWord + service.netmask());
    }

    private String text(RealServer server) {
        String name = "  -> %-28s"
                .formatted(cut(
                        names.of(
                                server.address(),
                                server.port(),
                                server.service().key().protocol()),
                        28));
        if (arguments.has(Option.STATS)) {
            return name
                    + ITEMS.stream()
                            .map(item -> large(server.counters().total(item)))
                            .collect(Collectors.joining());
        }
        if (arguments.has(Option.RATE)) {
            return name + rates(server.counters());
        }
        if (arguments.has(Option.THRESHOLDS)) {
            return name
                    + " %-10d %-10d %-10d %-10d"
                            .formatted(server.upper(), server.lower(), server.active(), server.inactive());
        }
        if (arguments.has(Option.PERSISTENT_CONN)) {
            return name
                    + " %-9d %-11d %-10d %-10d"
                            .formatted(server.weight(), server.persistent(), server.active(), server.inactive());
        }
        String tunnel = arguments.has(Option.TUN_INFO)
                ? " %-13s".formatted(server.forwarding() == ForwardingMethod.TUNNEL ? "ipip" : "n/a")
                : "";
        return name
                + " %-7s%s %-6d %-10d %-10d"
                        .formatted(server.forwarding(), tunnel, server.weight(), server.active(), server.inactive());
    }

    private String rates(Counters counters) {
        return " %8d %8d %8d"
                        .formatted(
                                counters.rate(Item.CONNECTIONS),
                                counters.rate(Item.PACKETS_IN),
                                counters.rate(Item.PACKETS_OUT))
                + large(counters.rate(Item.BYTES_IN))
                + large(counters.rate(Item.BYTES_OUT));
    }

    /** {@code print_largenum()}. */
    private String large(long number) {
        if (arguments.has(Option.EXACT)) {
            int digits = String.valueOf(number).length();
            return ("%" + (digits <= 8 ? 9 : digits + 1) + "d").formatted(number);
        }
        if (number < 100_000_000L) {
            return "%9d".formatted(number);
        }
        if (number < 1_000_000_000L) {
            return "%8dK".formatted(number / 1_000);
        }
        if (number < 100_000_000_000L) {
            return "%8dM".formatted(number / 1_000_000);
        }
        return number < 100_000_000_000_000L
                ? "%8dG".formatted(number / 1_000_000_000L)
                : "%8dT".formatted(number / 1_000_000_000_000L);
    }
}
