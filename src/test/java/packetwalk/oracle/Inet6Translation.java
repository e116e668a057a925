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
import packetwalk.net.IpFamily;

/**
 * A case of IPv4 said again in IPv6: 10.1.0.2 is fd00::a01:2, and each prefix 96 bits longer, so that what contains what
 * stays as it was. Lines about what IPv6 does not have are left out.
 */
public final class Inet6Translation {

    /** Statements, matches, targets and settings that only IPv4 has, or that are not modelled for IPv6. */
    private static final List<String> UNTOLD = List.of(
            "^counters", // neighbours are asked for as often as time wants
            "^(?!.*-p (tcp|udp)).*--mode nth", // and are counted
            "net.ipv4.(?!ip_forward)",
            "nexthop",
            " tos ",
            "dsfield",
            "broadcast",
            "BROADCAST",
            "realm",
            " -f( |$)",
            "--ct(orig|repl)",
            "-m recent",
            "-m hashlimit",
            "-m u32",
            "-m ipvs",
            "-j ECN",
            "TPROXY",
            "icmp-type (any|255)",
            "bitmap:ip",
            "icmp 5/",
            "\\binjects icmp 3/4");

    private static final Pattern LEFT_OUT = Pattern.compile(String.join("|", UNTOLD));

    /** Rules of nftables likewise. */
    private static final Pattern NFT_LEFT_OUT = Pattern.compile("broadcast|frag-off");

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

    /** What nft calls otherwise. */
    private static final Map<String, String> NFT_WORDS = new LinkedHashMap<>();

    static {
        NFT_WORDS.put("^table ip ", "table ip6 ");
        NFT_WORDS.put("ipv4_addr", "ipv6_addr");
        NFT_WORDS.put("@nh,72,8 1$", "@nh,48,8 58");
        NFT_WORDS.put("@nh,72,8 1 ", "@nh,48,8 58 ");
        NFT_WORDS.put("@nh,72,8", "@nh,48,8");
        NFT_WORDS.put("\\bip ttl\\b", "ip6 hoplimit");
        NFT_WORDS.put("\\bip protocol\\b", "ip6 nexthdr");
        NFT_WORDS.put("\\bip (saddr|daddr|dscp|length)\\b", "ip6 $1");
        NFT_WORDS.put("(dnat|snat) ip to", "$1 ip6 to");
        NFT_WORDS.put("reject with icmp net-unreachable", "reject with icmpv6 no-route");
        NFT_WORDS.put("reject with icmp \\S+", "reject with icmpv6 admin-prohibited");
        NFT_WORDS.put("\\bicmp\\b", "icmpv6");
    }

    private static final Pattern MASK_LENGTH = Pattern.compile("(--connlimit-mask|netmask) (\\d{1,2})");

    private Inet6Translation() {}

    static CaseFile of(CaseFile file) {
        String text = file.lines().stream()
                .map(line -> said(line.text()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        return CaseFile.parse(file.name() + " in IPv6", text);
    }

    /** Addresses and prefixes of {@code text} as {@code family} has them. */
    public static String said(IpFamily family, String text) {
        return family == IpFamily.IPV4 ? text : ADDRESS.matcher(text).replaceAll(Inet6Translation::address);
    }

    /** A statement; of what a tool reads from standard input each line for itself. */
    private static Optional<String> said(String statement) {
        if (statement.contains("$ ip6tables-restore")) {
            return Optional.of(statement); // said in IPv6 from the beginning
        }
        boolean nft = statement.contains("$ nft -f");
        if (!nft) {
            return line(statement, LEFT_OUT, WORDS);
        }
        return Optional.of(statement
                .lines()
                .map(line -> line(line, NFT_LEFT_OUT, NFT_WORDS))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n")));
    }

    private static Optional<String> line(String text, Pattern leftOut, Map<String, String> words) {
        if (leftOut.matcher(text).find()) {
            return Optional.empty();
        }
        String line = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
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
