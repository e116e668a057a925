package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files of sets by chance, from a seed: what {@code ipset -exist restore} loads. */
final class RandomSets {

    private final Random random;

    RandomSets(long seed) {
        random = new Random(seed);
    }

    /** A file of up to eight sets with up to 40 entries each. */
    String file() {
        StringBuilder text = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            set(text, "set-" + i);
            names.add("set-" + i);
        }
        text.append("create all list:set").append(extensions(false)).append('\n');
        names.stream()
                .filter(each -> sometimes(2))
                .forEach(each -> text.append("add all ").append(each).append('\n'));
        return text.toString();
    }

    private void set(StringBuilder text, String name) {
        String type = one(
                "hash:ip",
                "hash:net",
                "hash:ip,port",
                "hash:ip,port,ip",
                "hash:ip,port,net",
                "hash:net,port",
                "hash:net,iface",
                "bitmap:port range 0-2000",
                "bitmap:ip range 10.0.0.0/20",
                "bitmap:ip range 10.0.0.0/16 netmask 24",
                "bitmap:ip,mac range 10.0.0.0/20");
        boolean hash = type.startsWith("hash");
        boolean six = hash && sometimes(4);
        String extensions = extensions(hash);
        text.append("create ").append(name).append(' ').append(type);
        text.append(six ? " family inet6" : "").append(hash ? hash(type, six) : "");
        text.append(extensions).append('\n');
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append("add ").append(name).append(' ').append(element(type.split(" ")[0], six));
            text.append(values(type, extensions)).append('\n');
        }
    }

    private String hash(String type, boolean six) {
        String masks = type.equals("hash:ip") && sometimes(4)
                ? six ? one(" netmask 64", " bitmask ffff:ffff::") : one(" netmask 24", " bitmask 255.0.255.255")
                : "";
        return one("", " hashsize 64", " hashsize 100")
                + one("", " maxelem 100000")
                + masks
                + one("", " initval 0x12345678", " bucketsize 5");
    }

    private String extensions(boolean hash) {
        return one("", " timeout 0", " timeout 3000")
                + one("", " counters")
                + one("", " comment")
                + one("", " skbinfo")
                + (hash ? one("", " forceadd") : "");
    }

    private String values(String type, String extensions) {
        return (extensions.contains("timeout") ? one("", " timeout 0", " timeout 900") : "")
                + (type.matches(".*\\bnet\\b.*") ? one("", "", " nomatch") : "")
                + (extensions.contains("counters") ? one("", " packets 5", " packets 7 bytes 700") : "")
                + (extensions.contains("comment") ? one("", " comment plain", " comment \"two words\"") : "")
                + (extensions.contains("skbinfo")
                        ? one("", " skbmark 0x5", " skbmark 0x4000/0x4000 skbprio 1:10 skbqueue 3")
                        : "");
    }

    private String element(String type, boolean six) {
        return switch (type) {
            case "hash:net" -> net(six);
            case "hash:ip,port" -> addresses(six) + "," + port(six);
            case "hash:ip,port,ip" -> addresses(six) + "," + port(six) + "," + address(six);
            case "hash:ip,port,net" -> addresses(six) + "," + port(six) + "," + net(six);
            case "hash:net,port" -> net(six) + "," + port(six);
            case "hash:net,iface" -> net(six) + "," + one("eth0", "veth1", "physdev:eth0", "lo");
            case "bitmap:port" -> one("tcp:" + random.nextInt(2000), random.nextInt(1000) + "-" + random.nextInt(1000));
            case "bitmap:ip" -> "10.0." + random.nextInt(16) + "." + random.nextInt(256) + one("", "/30");
            case "bitmap:ip,mac" ->
                "10.0." + random.nextInt(16) + "." + random.nextInt(256)
                        + one("", ",2:42:ac:11:0:" + random.nextInt(99));
            default -> addresses(six);
        };
    }

    private String addresses(boolean six) {
        return address(six) + (six ? "" : one("", "", "/30", "/31"));
    }

    private String address(boolean six) {
        return six
                ? "2001:db8:" + Integer.toHexString(random.nextInt(4)) + "::"
                        + Integer.toHexString(random.nextInt(1, 999))
                : random.nextInt(1, 224) + "." + random.nextInt(4) + ".0." + random.nextInt(256);
    }

    private String net(boolean six) {
        String prefix = address(six) + "/" + random.nextInt(1, six ? 129 : 33);
        String begin = "10.0.0." + random.nextInt(100);
        return six ? prefix : one(prefix, prefix, address(false), begin + "-10.0.1." + random.nextInt(256));
    }

    private String port(boolean six) {
        int low = random.nextInt(60_000);
        return one(
                "" + low,
                "tcp:" + low + "-" + (low + random.nextInt(4)),
                "udp:" + low,
                "sctp:" + low,
                "vrrp:0",
                six ? "icmpv6:echo-request" : "icmp:echo-request",
                six ? "icmpv6:" + random.nextInt(256) + "/0" : "icmp:3/" + random.nextInt(20));
    }

    private boolean sometimes(int in) {
        return random.nextInt(in) == 0;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
