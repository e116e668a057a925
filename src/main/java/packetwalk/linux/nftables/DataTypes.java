package packetwalk.linux.nftables;

import static packetwalk.linux.nftables.DataType.Form.ADDRESS;
import static packetwalk.linux.nftables.DataType.Form.BOOLEAN;
import static packetwalk.linux.nftables.DataType.Form.CLASS;
import static packetwalk.linux.nftables.DataType.Form.DECIMAL;
import static packetwalk.linux.nftables.DataType.Form.HEX;
import static packetwalk.linux.nftables.DataType.Form.MAC;
import static packetwalk.linux.nftables.DataType.Form.SHORT_HEX;
import static packetwalk.linux.nftables.DataType.Form.STRING;
import static packetwalk.linux.nftables.DataType.Form.TIME;

import java.util.List;
import java.util.Optional;

/** The types that values have, with the names of their numbers: nftables' src/datatype.c, src/ct.c, src/meta.c, src/fib.c. */
public final class DataTypes {

    public static final DataType IPV4_ADDR = DataType.of("ipv4_addr", 32, ADDRESS);
    public static final DataType IPV6_ADDR = DataType.of("ipv6_addr", 128, ADDRESS);
    public static final DataType ETHER_ADDR = DataType.of("ether_addr", 48, MAC);
    public static final DataType INET_SERVICE = DataType.of("inet_service", 16, DECIMAL);
    public static final DataType MARK = DataType.of("mark", 32, HEX).ofHost();
    public static final DataType IFNAME =
            DataType.of("ifname", Value.NAME_BYTES * 8, STRING).ofHost();
    public static final DataType IFACE_INDEX =
            DataType.of("iface_index", Value.NAME_BYTES * 8, STRING).ofHost();
    public static final DataType UID = DataType.of("uid", 32, DECIMAL).ofHost();
    public static final DataType GID = DataType.of("gid", 32, DECIMAL).ofHost();
    public static final DataType REALM = DataType.of("realm", 32, DECIMAL).ofHost();
    public static final DataType CLASSID = DataType.of("classid", 32, CLASS).ofHost();
    public static final DataType DEVGROUP =
            DataType.of("devgroup", 32, DECIMAL).ofHost().with("default=0");
    public static final DataType TIME_MILLIS = DataType.of("time", 64, TIME).ofHost();
    public static final DataType TIME_SECONDS = DataType.of("time", 32, TIME).ofHost();
    public static final DataType CT_LABEL =
            DataType.of("ct_label", 128, DECIMAL).ofHost();
    public static final DataType VERDICT = DataType.of("verdict", 0, DataType.Form.VERDICT);
    public static final DataType INTEGER = DataType.of("integer", 32, DECIMAL);
    public static final DataType HOST_INTEGER = INTEGER.ofHost();
    public static final DataType RAW = DataType.of("integer", 32, SHORT_HEX);
    public static final DataType TEXT =
            DataType.of("string", Value.NAME_BYTES * 8, STRING).ofHost();
    public static final DataType ECN = DataType.of("ecn", 2, DECIMAL).with("not-ect=0 ect1=1 ect0=2 ce=3");
    public static final DataType BOOL = DataType.of("boolean", 8, BOOLEAN).with("exists=1 missing=0");

    public static final DataType NF_PROTO =
            DataType.of("nf_proto", 8, DECIMAL).ofHost().with("ipv4=2 ipv6=10");

    public static final DataType ETHER_TYPE = DataType.of("ether_type", 16, HEX)
            .with("ip=0x0800 arp=0x0806 ip6=0x86dd 8021q=0x8100 8021ad=0x88a8 vlan=0x8100");

    public static final DataType INET_PROTO = DataType.of("inet_proto", 8, DECIMAL)
            .with("ip=0 icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20"
                    + " xns-idp=22 rdp=27 iso-tp4=29 dccp=33 xtp=36 ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43"
                    + " ipv6-frag=44 idrp=45 rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58 ipv6-nonxt=59"
                    + " ipv6-opts=60 rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98"
                    + " pim=103 ipcomp=108 vrrp=112 l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135"
                    + " udplite=136 mpls-in-ip=137 manet=138 hip=139 shim6=140 wesp=141 rohc=142 ethernet=143");

    public static final DataType TCP_FLAG = DataType.of("tcp_flag", 8, SHORT_HEX)
            .asFlags()
            .with("fin=0x01 syn=0x02 rst=0x04 psh=0x08 ack=0x10 urg=0x20 ecn=0x40 cwr=0x80");

    public static final DataType ICMP_TYPE = DataType.of("icmp_type", 8, DECIMAL)
            .with("echo-reply=0 destination-unreachable=3 source-quench=4 redirect=5 echo-request=8"
                    + " router-advertisement=9 router-solicitation=10 time-exceeded=11 parameter-problem=12"
                    + " timestamp-request=13 timestamp-reply=14 info-request=15 info-reply=16"
                    + " address-mask-request=17 address-mask-reply=18");

    public static final DataType ICMP_CODE = DataType.of("icmp_code", 8, DECIMAL)
            .with("net-unreachable=0 host-unreachable=1 prot-unreachable=2 port-unreachable=3"
                    + " net-prohibited=9 host-prohibited=10 admin-prohibited=13 frag-needed=4");

    public static final DataType ICMPV6_TYPE = DataType.of("icmpv6_type", 8, DECIMAL)
            .with("destination-unreachable=1 packet-too-big=2 time-exceeded=3 parameter-problem=4"
                    + " echo-request=128 echo-reply=129 mld-listener-query=130 mld-listener-report=131"
                    + " mld-listener-done=132 mld-listener-reduction=132 nd-router-solicit=133"
                    + " nd-router-advert=134 nd-neighbor-solicit=135 nd-neighbor-advert=136 nd-redirect=137"
                    + " router-renumbering=138 ind-neighbor-solicit=141 ind-neighbor-advert=142"
                    + " mld2-listener-report=143");

    public static final DataType ICMPV6_CODE = DataType.of("icmpv6_code", 8, DECIMAL)
            .with("no-route=0 admin-prohibited=1 addr-unreachable=3 port-unreachable=4 policy-fail=5"
                    + " reject-route=6");

    public static final DataType ICMPX_CODE = DataType.of("icmpx_code", 8, DECIMAL)
            .with("port-unreachable=1 admin-prohibited=3 no-route=0 host-unreachable=2");

    public static final DataType IGMP_TYPE = DataType.of("igmp_type", 8, DECIMAL)
            .with("membership-query=17 membership-report-v1=18 membership-report-v2=22"
                    + " membership-report-v3=34 leave-group=23");

    public static final DataType ARP_OP = DataType.of("arp_op", 16, DECIMAL)
            .with("request=0x0001 reply=0x0002 rrequest=0x0003 rreply=0x0004 inrequest=0x0008"
                    + " inreply=0x0009 nak=0x000a");

    public static final DataType DSCP = DataType.of("dscp", 6, HEX)
            .with("cs0=0x00 cs1=0x08 cs2=0x10 cs3=0x18 cs4=0x20 cs5=0x28 cs6=0x30 cs7=0x38 df=0x00 be=0x00"
                    + " lephb=0x01 af11=0x0a af12=0x0c af13=0x0e af21=0x12 af22=0x14 af23=0x16 af31=0x1a"
                    + " af32=0x1c af33=0x1e af41=0x22 af42=0x24 af43=0x26 va=0x2c ef=0x2e");

    public static final DataType CT_STATE = DataType.of("ct_state", 32, SHORT_HEX)
            .ofHost()
            .asFlags()
            .with("invalid=0x00000001 new=0x00000008 established=0x00000002 related=0x00000004"
                    + " untracked=0x00000040");

    public static final DataType CT_STATUS = DataType.of("ct_status", 32, SHORT_HEX)
            .ofHost()
            .asFlags()
            .with("expected=0x00000001 seen-reply=0x00000002 assured=0x00000004 confirmed=0x00000008"
                    + " snat=0x00000010 dnat=0x00000020 dying=0x00000200");

    public static final DataType CT_DIR =
            DataType.of("ct_dir", 8, DECIMAL).ofHost().with("original=0 reply=1");

    public static final DataType PKT_TYPE =
            DataType.of("pkt_type", 8, DECIMAL).ofHost().with("host=0 unicast=0 broadcast=1 multicast=2 other=3");

    public static final DataType FIB_ADDRTYPE = DataType.of("fib_addrtype", 32, DECIMAL)
            .ofHost()
            .with("unspec=0 unicast=1 local=2 broadcast=3 anycast=4 multicast=5 blackhole=6 unreachable=7"
                    + " prohibit=8");

    public static final DataType IFACE_TYPE = DataType.of("iface_type", 16, DECIMAL)
            .ofHost()
            .with("ether=1 ppp=512 ipip=768 ipip6=769 loopback=772 sit=776 ipgre=778");

    /** Those that {@code type} takes in a set. */
    private static final List<DataType> NAMED = List.of(
            IPV4_ADDR,
            IPV6_ADDR,
            ETHER_ADDR,
            INET_SERVICE,
            MARK,
            IFNAME,
            IFACE_INDEX,
            UID,
            GID,
            REALM,
            CLASSID,
            DEVGROUP,
            TIME_MILLIS,
            CT_LABEL,
            VERDICT,
            NF_PROTO,
            ETHER_TYPE,
            INET_PROTO,
            TCP_FLAG,
            BOOL,
            ICMP_TYPE,
            ICMP_CODE,
            ICMPV6_TYPE,
            ICMPV6_CODE,
            ICMPX_CODE,
            IGMP_TYPE,
            ARP_OP,
            DSCP,
            ECN,
            CT_STATE,
            CT_STATUS,
            CT_DIR,
            PKT_TYPE,
            FIB_ADDRTYPE,
            IFACE_TYPE);

    private DataTypes() {}

    /** The type of that name; empty if a set can have none such. */
    public static Optional<DataType> named(String name) {
        return NAMED.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Whether a span of this type is in seconds, and not in milliseconds. */
    static boolean isSeconds(DataType type) {
        return type == TIME_SECONDS;
    }
}
