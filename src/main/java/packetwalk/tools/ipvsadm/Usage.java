package packetwalk.tools.ipvsadm;

/** What {@code ipvsadm -h} says of what is modelled here. */
final class Usage {

    static final String VERSION = "ipvsadm v1.31 2019/12/24 (compiled with popt and IPVS v1.2.1)\n";

    static final String TEXT = VERSION + """
            Usage:
              ipvsadm -A|E virtual-service [-s scheduler] [-p [timeout]] [-M netmask] [-b sched-flags]
              ipvsadm -D virtual-service
              ipvsadm -C
              ipvsadm -R
              ipvsadm -S [-n]
              ipvsadm -a|e virtual-service -r server-address [options]
              ipvsadm -d virtual-service -r server-address
              ipvsadm -L|l [virtual-service] [options]
              ipvsadm -Z [virtual-service]
              ipvsadm --set tcp tcpfin udp
              ipvsadm -h

            virtual-service:
              --tcp-service|-t  service-address   service-address is host[:port]
              --udp-service|-u  service-address   service-address is host[:port]
              --sctp-service    service-address   service-address is host[:port]
              --fwmark-service|-f fwmark          fwmark is an integer greater than zero

            Options:
              -s rr|wrr|lc|wlc|lblc|lblcr|dh|sh|sed|nq|fo|ovf|mh, -p, -M, -o, -b
              -r, -g|-i|-m, -w weight, -x uthreshold, -y lthreshold
              -n, -c, --timeout, --stats, --rate, --exact, --thresholds, --persistent-conn, --tun-info, --nosort
            """;

    private Usage() {}
}
