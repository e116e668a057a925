package packetwalk.net;

/** What an IP packet carries. */
public sealed interface Transport permits Tcp, Udp, Sctp, IcmpEcho, IcmpError, Ndp {

    Protocol protocol();

    /** Length on the wire in bytes, header included. */
    int length();

    /** One line, as {@code tcpdump -n} prints it, between two hosts. */
    String summary(String src, String dst);
}
