package packetwalk.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.net.IpAddress;

/**
 * A case of IPv4 said again in IPv6: 10.1.0.2 is fd00::a01:2, and each prefix 96 bits longer, so that what contains what
 * stays as it was. Lines about what IPv6 does not have are left out.
 */
final class Inet6Translation {

    /** Statements, matches, targets and settings that only IPv4 has, or that are not modelled for IPv6. */
    private static final List<String> UNTOLD = List.of(
            "^counters", // neighbours are asked for as often as time wants
            "net.ipv4.(?!ip_forward)",
            "nexthop",
            " tos ",
            "dsfield",
            "broadcast",
            "BROADCAST",
            "rpfilter",
            "realm",
            " -f( |$)",
            "--ct(orig|repl)",
            "-m recent",
            "-m hashlimit",
            "-m u32",
            "-m ah",
            "-m policy",
            "-m ipvs",
            "-j ECN",
            "TPROXY",
            "icmp-type (any|255)",
            "bitmap:ip",
            "icmp 5/",
            "\\binjects icmp 3/4");

    private static final Pattern LEFT_OUT = Pattern.compile(String.join("|", UNTOLD));

    private static final String QUAD = "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}";

    private static final Pattern ADDRESS = Pattern.compile("(?<from>" + QUAD + ")(?:-(?<to>" + QUAD + "))?(?:/(?<mask>"
            + QUAD + "|\\d{1,2}))?(?::(?<ports>[\\d/-]+))?");

    /** What else is called otherwise, in this order. */
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("^netns ", "netns6 ");
        WORDS.put("\\$ iptables", "\\$ ip6tables");
        WORDS.put("\\$ ip rule ", "\\$ ip -6 rule ");
        WORDS.put("net\\.ipv4\\.ip_forward", "net.ipv6.conf.all.forwarding");
        WORDS.put("bridge-nf-call-iptables", "bridge-nf-call-ip6tables");
        WORDS.put("(create \\w+ hash:\\S+)", "$1 family inet6");
        WORDS.put("icmp-net-unreachable", "icmp6-no-route");
        WORDS.put("icmp-host-unreachable", "icmp6-addr-unreachable");
        WORDS.put("icmp-proto-unreachable", "icmp6-policy-fail");
        WORDS.put("icmp-port-unreachable", "icmp6-port-unreachable");
        WORDS.put("icmp-\\w+-prohibited", "icmp6-adm-prohibited");
        WORDS.put("-p icmp\\b", "-p icmpv6");
        WORDS.put("-m icmp ", "-m icmp6 ");
        WORDS.put("--icmp-type 8", "--icmpv6-type 128");
        WORDS.put("--icmp-type 0", "--icmpv6-type 129");
        WORDS.put("--icmp-type 3/1", "--icmpv6-type 1/3");
        WORDS.put("--icmp-type 3/3", "--icmpv6-type 1/4");
        WORDS.put("--icmp-type 3", "--icmpv6-type 1");
        WORDS.put("--icmp-type 11", "--icmpv6-type 3");
        WORDS.put("-m ttl --ttl(-\\w+)?", "-m hl --hl$1");
        WORDS.put("-j TTL --ttl", "-j HL --hl");
        WORDS.put("injects icmp 8/0", "injects icmp 128/0");
        WORDS.put("injects icmp 0/0", "injects icmp 129/0");
        WORDS.put("injects icmp 3/1", "injects icmp 1/3");
        WORDS.put("injects icmp 3/3", "injects icmp 1/4");
        WORDS.put("injects icmp 3/(9|10|13)", "injects icmp 1/1");
        WORDS.put("injects icmp 3/\\d+", "injects icmp 1/0");
        WORDS.put("injects icmp 11/0", "injects icmp 3/0");
        WORDS.put("about icmp 8/0", "about icmp 128/0");
        WORDS.put(" df [01]", "");
        WORDS.put(" scope \\w+", "");
    }

    private static final Pattern MASK_LENGTH = Pattern.compile("(--connlimit-mask|netmask) (\\d{1,2})");

    private Inet6Translation() {}

    static CaseFile of(CaseFile file) {
        String text = file.lines().stream()
                .map(line -> line(line.text()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        return CaseFile.parse(file.name() + " in IPv6", text);
    }

    private static Optional<String> line(String text) {
        if (LEFT_OUT.matcher(text).find()) {
            return Optional.empty();
        }
        String line = text;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            Matcher found = Pattern.compile(word.getKey()).matcher(line);
            if (found.find()) {
                line = found.replaceAll(word.getValue());
            }
        }
        line = MASK_LENGTH
                .matcher(line)
                .replaceAll(mask -> mask.group(1) + " " + (96 + Integer.parseInt(mask.group(2))));
        return Optional.of(ADDRESS.matcher(line).replaceAll(Inet6Translation::address));
    }

    private static String address(MatchResult found) {
        String to = found.group(2) == null ? "" : "-" + address(found.group(2));
        String mask = found.group(3) == null ? "" : "/" + mask(found.group(3));
        String where = address(found.group(1))
                + to
                + (found.group(1).startsWith("127.") ? mask.isEmpty() ? "" : "/128" : mask);
        return found.group(4) == null ? where : "[" + where + "]:" + found.group(4);
    }

    private static String address(String quad) {
        if (quad.startsWith("127.")) {
            return "::1";
        }
        long bits = IpAddress.parse(quad).low();
        return bits == 0 ? "::" : String.format(Locale.ROOT, "fd00::%x:%x", bits >>> 16, bits & 0xffff);
    }

    private static String mask(String mask) {
        if (mask.indexOf('.') < 0) {
            return mask.equals("0") ? "0" : String.valueOf(96 + Integer.parseInt(mask));
        }
        long bits = IpAddress.parse(mask).low();
        return String.format(Locale.ROOT, "ffff:ffff:ffff:ffff:ffff:ffff:%x:%x", bits >>> 16, bits & 0xffff);
    }
}
