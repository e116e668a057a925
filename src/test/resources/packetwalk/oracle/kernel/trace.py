"""What a packet meets, read from netfilter's own trace (NFNLGRP_NFTRACE) and printed as the engine's side prints it.

A table "packetwalk" marks every packet on its way in and shows it again where it is delivered or leaves.
"""

import socket
import struct

from namespace import TRACE_TABLE
from netlink import NFNL_SUBSYS_NFTABLES, NFT_TRACE, attributes, messages, text

TRACE = NFNL_SUBSYS_NFTABLES << 8 | NFT_TRACE
TABLE, CHAIN, HANDLE, TYPE, VERDICT, NETWORK, TRANSPORT, IIF, OIF, POLICY_VERDICT = 1, 2, 3, 4, 5, 8, 9, 10, 12, 16
POLICY, CONTINUE = struct.pack("!I", 1), struct.pack("!i", -1)
DROP = bytes(4)
SYN, RST, ACK, FIN = 2, 4, 16, 1
LINK_LOCAL = b"\xfe\x80"
NEIGHBOURS = 32  # the longest that they say: RFC 4861 4.3, with an option; echoes and errors are longer
VXLAN_FLAGS = b"\x08\0\0\0"
FRAGMENT_OFFSET = 0x1FFF
LETTERS = (SYN, "S"), (FIN, "F"), (RST, "R")


class Header:
    """What is compared of an IP header."""

    def __init__(self, network):
        if network[0] >> 4 == 6:
            self.src, self.dst = (socket.inet_ntop(socket.AF_INET6, network[at:at + 16]) for at in (8, 24))
            self.ttl, self.protocol = network[7], network[6]
            self.payload, self.fragment = struct.unpack_from("!H", network, 4)[0], 0
        else:
            self.src, self.dst = socket.inet_ntoa(network[12:16]), socket.inet_ntoa(network[16:20])
            self.ttl, self.protocol = network[8], network[9]
            self.payload = struct.unpack_from("!H", network, 2)[0] - (network[0] & 15) * 4
            self.fragment = struct.unpack_from("!H", network, 6)[0] & FRAGMENT_OFFSET

    @staticmethod
    def host(address):
        return "[%s]" % address if ":" in address else address


def packet_text(network, transport, focus):
    """The packet as the engine's side prints it, and its stream: main, reset, error or outer; None for what is not compared."""
    ip = Header(network)
    src, dst, ttl = ip.src, ip.dst, ip.ttl
    if ip.fragment:
        return None, "main"  # what follows has no ports; the engine has said UNKNOWN by then
    if ip.protocol in (socket.IPPROTO_ICMP, socket.IPPROTO_ICMPV6):
        return icmp_text(ip, transport)
    if ip.protocol not in (socket.IPPROTO_TCP, socket.IPPROTO_UDP, socket.IPPROTO_SCTP):
        return None, "main"  # a group that is joined
    sport, dport = struct.unpack("!HH", transport[:4])
    ends = "%s:%d > %s:%d" % (ip.host(src), sport, ip.host(dst), dport)
    if ip.protocol == socket.IPPROTO_UDP:
        tunnel = transport[8:12] == VXLAN_FLAGS  # whatever port a rule has sent it to
        return "udp %s ttl %d" % (ends, ttl), "outer" if tunnel else "main"
    if ip.protocol == socket.IPPROTO_SCTP:
        return "sctp %s ttl %d" % (ends, ttl), "main"
    flags = transport[13]
    data = ip.payload - (transport[12] >> 4) * 4
    wanted = focus.port in (sport, dport) and (data or focus.acknowledgements)
    if not wanted and not flags & (SYN | RST):
        return None, "main"  # after the handshake the two sides' acknowledgements differ in number
    letters = "".join(letter for bit, letter in LETTERS if flags & bit) + ("P" if data else "") + ("." if flags & ACK else "")
    return "tcp %s %s ttl %d" % (letters, ends, ttl), "reset" if flags & RST else "main"


def icmp_text(ip, transport):
    kind, code, ident = transport[0], transport[1], struct.unpack("!H", transport[4:6])[0]
    if kind in ((0, 8) if ip.protocol == socket.IPPROTO_ICMP else (128, 129)):
        return "icmp %d/%d %s > %s id %d ttl %d" % (kind, code, ip.src, ip.dst, ident, ip.ttl), "main"
    if ip.protocol == socket.IPPROTO_ICMPV6 and (kind >= 128 or about_neighbours(transport)):
        return None, "main"  # neighbours, groups
    return "icmp %d/%d %s > %s ttl %d" % (kind, code, ip.src, ip.dst, ip.ttl), "error"


def about_neighbours(error):
    """Whether an ICMPv6 error quotes what neighbours or members of a group say; the trace has 20 bytes of it."""
    length, following = struct.unpack_from("!HB", error, 12)
    redirect = error[16:18] == LINK_LOCAL
    return following == 0 or (following == socket.IPPROTO_ICMPV6 and (redirect or length <= NEIGHBOURS))


class Focus:
    """Whose data count, and perhaps acknowledgements: of a connection on which something is said or injected."""

    def __init__(self, kind, sport="0", packet="", **ignored):
        injected = kind == "injects"
        at = 80 if packet.startswith("6") else 40  # where the transport begins, in hexadecimal digits
        self.port = int(packet[at:at + 4], 16) if injected else int(sport)
        self.acknowledgements = injected


class Passages:
    """What the packets of one probe met in one namespace, each packet once: a retransmission tells nothing new."""

    def __init__(self, namespace, focus):
        self.namespace = namespace
        self.focus = focus
        self.seen = set()
        self.lines = []
        self.skip = {"main": True, "reset": True, "error": True, "outer": True}
        self.open = []

    def read(self, received):
        for data in received:
            for kind, body in messages(data):
                if kind == TRACE:
                    self.event(body[0], attributes(body, 4))

    def event(self, family, a):
        """One trace message. A chain's first one shows the packet; traversals nest, as REJECT answers from within."""
        if NETWORK in a:
            self.open.append(packet_text(a[NETWORK], a[TRANSPORT], self.focus) if TRANSPORT in a else (None, "main"))
        if not self.open:
            return
        packet, stream = self.open[-1]
        policy = a[TYPE] == POLICY
        verdict = attributes(a[VERDICT]).get(1, CONTINUE) if VERDICT in a else CONTINUE
        if policy or verdict[0] < 128:
            self.open.pop()
        if packet is None:
            return
        table, chain = text(a[TABLE]), text(a[CHAIN])
        if table == TRACE_TABLE:
            if HANDLE in a:
                self.own(chain, packet, stream, a)
        elif not self.skip[stream]:
            if HANDLE in a:
                handle = struct.unpack("!Q", a[HANDLE])[0]
                number = self.namespace.numbers().get((family, table, chain, handle), "?")
                self.lines.append((stream, "rule %s %s %s" % (table, chain, number)))
            elif policy and a[POLICY_VERDICT] == DROP:
                self.lines.append((stream, "policy %s %s DROP" % (table, chain)))

    def own(self, chain, packet, stream, a):
        if chain == "pre":
            line = "in %s %s" % (self.device(a[IIF]), packet)
        elif chain == "made":
            line = "made " + packet
        elif chain == "local":
            line = "local " + packet
        else:
            line = "out %s %s" % (self.device(a[OIF]), packet)
        if chain in ("pre", "made"):
            self.skip[stream] = line in self.seen
            self.seen.add(line)
        if not self.skip[stream]:
            self.lines.append((stream, line))

    def device(self, data):
        return self.namespace.device(struct.unpack("!I", data)[0])
