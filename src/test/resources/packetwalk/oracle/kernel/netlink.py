"""Netlink, as far as the oracle speaks it: devices, neighbours, the trace table, rules in order, connections."""

import itertools
import socket
import struct

NETLINK_ROUTE, NETLINK_NETFILTER = 0, 12
REQUEST, ACK, DUMP, CREATE, EXCL = 0x1, 0x4, 0x300, 0x400, 0x200
NLMSG_ERROR, NLMSG_DONE, NLMSG_MIN_TYPE = 2, 3, 16
NESTED = 0x8000

RTM_NEWLINK, RTM_GETLINK, RTM_GETADDR, RTM_GETNEIGH = 16, 18, 22, 30
IFLA_IFNAME, IFLA_MASTER, IFLA_OPERSTATE, IFLA_LINKINFO, IFLA_NET_NS_FD = 3, 10, 16, 18, 28
IFLA_INFO_KIND, IFLA_INFO_DATA, VETH_INFO_PEER, IFLA_BR_MCAST_SNOOPING = 1, 2, 1, 23
IFF_UP, OPER_UP, OPER_UNKNOWN, NUD_INCOMPLETE = 1, 6, 0, 1
IFA_F_TENTATIVE = 0x40

NFNL_SUBSYS_CTNETLINK, NFNL_SUBSYS_NFTABLES = 1, 10
BATCH_BEGIN, BATCH_END = 0x10, 0x11
NFT_NEWTABLE, NFT_NEWCHAIN, NFT_NEWRULE, NFT_GETRULE, NFT_TRACE = 0, 3, 6, 7, 17
CT_DELETE = 2
NFNLGRP_NFTRACE = 9


def attribute(kind, *data):
    body = b"".join(data)
    return struct.pack("=HH", len(body) + 4, kind) + body + bytes(-len(body) % 4)


def name(kind, text):
    return attribute(kind, text.encode() + b"\0")


def number(kind, value):
    return attribute(kind, struct.pack("=I", value))


def big(kind, value):
    return attribute(kind, struct.pack("!i", value))


def nested(kind, *data):
    return attribute(kind | NESTED, *data)


def attributes(data, at=0):
    """From an attribute's kind to its bytes."""
    found, end = {}, len(data)
    while at + 4 <= end:
        length, kind = struct.unpack_from("=HH", data, at)
        found[kind & 0x3FFF] = data[at + 4:at + length]
        at += max(4, (length + 3) & ~3)
    return found


def messages(data):
    """Pairs of a message's type and its body, from what one recv(2) gave."""
    at, end = 0, len(data)
    while at + 16 <= end:
        length, kind = struct.unpack_from("=IH", data, at)
        yield kind, data[at + 16:at + length]
        at += (length + 3) & ~3


def netfilter(family, subsystem=0):
    """struct nfgenmsg."""
    return struct.pack("!BBH", family, 0, subsystem)


def link_header(flags=0, index=0):
    """struct ifinfomsg."""
    return struct.pack("=BxHiII", socket.AF_UNSPEC, 0, index, flags, flags)


class Netlink:
    """A socket of one protocol, in the namespace where it was made."""

    def __init__(self, protocol):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.socket.bind((0, 0))

    def send(self, *requests):
        """Sends triples of type, flags and body, and waits until the last is acknowledged."""
        packed = b"".join(struct.pack("=IHHII", len(body) + 16, kind, flags | REQUEST, 1, 0) + body
                          for kind, flags, body in requests)
        self.socket.send(packed)
        answers = sum(1 for ignored, flags, ignored in requests if flags & ACK)
        while answers:
            for kind, body in messages(self.socket.recv(1 << 16)):
                if kind == NLMSG_ERROR:
                    code = -struct.unpack_from("=i", body)[0]
                    if code:
                        raise OSError(code, "netlink request %d" % requests[0][0])
                    answers -= 1

    def dump(self, kind, body):
        """Gives the bodies of all that is there of a kind; all are read, or the next dump would begin with the rest."""
        self.socket.send(struct.pack("=IHHII", len(body) + 16, kind, REQUEST | DUMP, 1, 0) + body)
        bodies = []
        while True:
            for each, answer in messages(self.socket.recv(1 << 17)):
                if each == NLMSG_DONE:
                    return bodies
                if each == NLMSG_ERROR:
                    raise OSError(-struct.unpack_from("=i", answer)[0], "netlink dump %d" % kind)
                bodies.append(answer)

    def close(self):
        self.socket.close()


class Routing(Netlink):
    """Devices and neighbours: rtnetlink."""

    # No two ends of a veth may have the same index: linkwatch would take up to a second to find them up.
    indexes = itertools.count(10)

    def __init__(self):
        super().__init__(NETLINK_ROUTE)

    def _header(self, device):
        return link_header(index=next(self.indexes)) + name(IFLA_IFNAME, device)

    def _new(self, device, kind, data):
        info = nested(IFLA_LINKINFO, name(IFLA_INFO_KIND, kind), nested(IFLA_INFO_DATA, data))
        self.send((RTM_NEWLINK, CREATE | EXCL | ACK, self._header(device) + info))

    def veth(self, device, peer, namespace):
        """ip link add DEVICE type veth peer name PEER netns NAMESPACE (a file's number)."""
        other = self._header(peer) + number(IFLA_NET_NS_FD, namespace)
        self._new(device, "veth", attribute(VETH_INFO_PEER, other))

    def bridge(self, device):
        self._new(device, "bridge", attribute(IFLA_BR_MCAST_SNOOPING, b"\0"))

    def set(self, device, flags=0, master=None):
        """ip link set DEVICE up, or master MASTER (its index)."""
        body = link_header(flags) + name(IFLA_IFNAME, device)
        if master is not None:
            body += number(IFLA_MASTER, master)
        self.send((RTM_NEWLINK, ACK, body))

    def unsettled(self):
        """Whether something is to come of what was changed that no command waits for."""
        return self.unwatched() or self.tentative()

    def unwatched(self):
        """Whether some device is up and linkwatch has not yet told its bridge or routes."""
        for body in self.dump(RTM_GETLINK, link_header()):
            up = struct.unpack_from("=BxHiII", body)[3] & IFF_UP
            state = attributes(body, 16)[IFLA_OPERSTATE][0]
            if up and state not in (OPER_UP, OPER_UNKNOWN):
                return True
        return False

    def tentative(self):
        """Whether some address is too new to be bound: even where no duplicate is looked for, a worker decides that."""
        request = struct.pack("=BBBBI", socket.AF_INET6, 0, 0, 0, 0)
        return any(body[2] & IFA_F_TENTATIVE for body in self.dump(RTM_GETADDR, request))

    def incomplete(self):
        """Whether somebody is still asked for: ip neigh show nud incomplete."""
        request = struct.pack("=BxxxiHBB", socket.AF_UNSPEC, 0, 0, 0, 0)
        return any(struct.unpack_from("=BxxxiH", body)[2] & NUD_INCOMPLETE for body in self.dump(RTM_GETNEIGH, request))


def expression(kind, *data):
    return nested(1, name(1, kind), nested(2, *data))


# meta nftrace set 1: a register gets 1, and NFT_META_NFTRACE gets the register
TRACE_ON = (expression("immediate", big(1, 1), nested(2, attribute(1, b"\1"))), expression("meta", big(2, 12), big(3, 1)))
SHOWN = (expression("counter"),)
# the last comes after connection tracking has confirmed the packet, which may drop it
FIRST, LAST = -399, 0x7FFFFFFF
# chain, hook, priority, what its only rule does
TRACE_CHAINS = (("pre", 0, FIRST, TRACE_ON), ("made", 3, FIRST, TRACE_ON), ("local", 1, LAST, SHOWN), ("post", 4, LAST, SHOWN))


class Netfilter(Netlink):
    """Rules and connections: nfnetlink."""

    def __init__(self):
        super().__init__(NETLINK_NETFILTER)

    def trace_everything(self, table, family):
        """Makes a table that marks every packet on its way in and shows it where it is delivered or leaves."""
        head, own = netfilter(family), NFNL_SUBSYS_NFTABLES << 8
        requests = [(BATCH_BEGIN, 0, netfilter(0, NFNL_SUBSYS_NFTABLES)),
                    (own | NFT_NEWTABLE, CREATE | ACK, head + name(1, table))]
        for chain, hook, priority, what in TRACE_CHAINS:
            place = nested(4, big(1, hook), big(2, priority))
            requests.append((own | NFT_NEWCHAIN, CREATE | ACK,
                             head + name(1, table) + name(3, chain) + place + name(7, "filter")))
            requests.append((own | NFT_NEWRULE, CREATE | 0x800 | ACK,
                             head + name(1, table) + name(2, chain) + nested(4, *what)))
        requests.append((BATCH_END, 0, netfilter(0, NFNL_SUBSYS_NFTABLES)))
        self.send(*requests)

    def rules(self, family):
        """Table, chain, handle and packet count of every rule of a family, in order."""
        for body in self.dump(NFNL_SUBSYS_NFTABLES << 8 | NFT_GETRULE, netfilter(family)):
            rule = attributes(body, 4)
            yield text(rule[1]), text(rule[2]), struct.unpack("!Q", rule[3])[0], packets(rule.get(4, b""))

    def forget_connections(self, family):
        """conntrack -F."""
        self.send((NFNL_SUBSYS_CTNETLINK << 8 | CT_DELETE, ACK, netfilter(family)))


def packets(expressions):
    """What a rule's first counter has counted; None if it has none."""
    at = 0
    while at + 4 <= len(expressions):
        length = struct.unpack_from("=H", expressions, at)[0]
        element = attributes(expressions[at + 4:at + length])
        if text(element[1]) == "counter":
            return struct.unpack("!Q", attributes(element[2])[2])[0]
        at += (length + 3) & ~3
    return None


def text(data):
    return data.rstrip(b"\0").decode()
