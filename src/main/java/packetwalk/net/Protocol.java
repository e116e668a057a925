package packetwalk.net;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An IP protocol: a number of the IP header, 0 to 255; names are those of {@code /etc/protocols}.
 *
 * <p>There is one object for each number, so {@code ==} compares. The stack sends ICMP, TCP, UDP, of SCTP one packet, and ICMPv6; the others
 * are there so that a rule can name what never comes.
 */
public final class Protocol {

    private static final Protocol[] ALL = new Protocol[256];
    private static final Map<String, Protocol> NAMED = new HashMap<>();

    static {
        String names = "hopopt=0 icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22"
                + " rdp=27 iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45"
                + " rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58 ipv6-nonxt=59 ipv6-opts=60 rspf=73 vmtp=81"
                + " eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98 pim=103 ipcomp=108 vrrp=112 l2tp=115"
                + " isis=124 sctp=132 fc=133 mobility-header=135 udplite=136 mpls-in-ip=137 manet=138 hip=139"
                + " shim6=140 wesp=141 rohc=142 ethernet=143";
        for (String each : names.split(" ")) {
            String[] parts = each.split("=");
            int number = Integer.parseInt(parts[1]);
            ALL[number] = new Protocol(number, parts[0]);
            NAMED.put(parts[0], ALL[number]);
        }
        for (int number = 0; number < ALL.length; number++) {
            if (ALL[number] == null) {
                ALL[number] = new Protocol(number, String.valueOf(number));
            }
            NAMED.put(String.valueOf(number), ALL[number]);
        }
        // the other names that the tools know: libxtables xtables_chain_protos
        NAMED.put("ip", ALL[0]);
        NAMED.put("icmpv6", ALL[58]);
        NAMED.put("ipv6-mh", ALL[135]);
        NAMED.put("mh", ALL[135]);
    }

    public static final Protocol ICMP = of(1);
    public static final Protocol TCP = of(6);
    public static final Protocol UDP = of(17);
    public static final Protocol DCCP = of(33);
    public static final Protocol ESP = of(50);
    public static final Protocol AH = of(51);
    public static final Protocol ICMPV6 = of(58);
    public static final Protocol IPCOMP = of(108);
    public static final Protocol SCTP = of(132);
    public static final Protocol UDPLITE = of(136);

    private final int number;
    private final String name;

    private Protocol(int number, String name) {
        this.number = number;
        this.name = name;
    }

    /** The number in the IP header. */
    public int number() {
        return number;
    }

    /** The protocol of that number, 0 to 255. */
    public static Protocol of(int number) {
        return ALL[number];
    }

    /** The protocol of that name ({@code tcp}) or decimal number ({@code 6}); empty if there is none such. */
    public static Optional<Protocol> named(String text) {
        Protocol exact = NAMED.get(text);
        return Optional.ofNullable(exact != null ? exact : NAMED.get(text.toLowerCase(Locale.ROOT)));
    }

    /** Its name; its number if it has none. */
    @Override
    public String toString() {
        return name;
    }
}
