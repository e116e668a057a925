"""One network namespace of a case: its trace, its servers, its settings."""

import ctypes
import os
import socket

import netlink

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
SO_RCVBUFFORCE, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP = 33, 270, 1
NFPROTO_INET = 1  # linux/netfilter.h
TRACE_TABLE = "packetwalk"
FIN_WAIT1, CLOSING, LAST_ACK = "04", "0B", "09"

# Inherited from the host or unlike the engine's: pinned before any device exists.
PINNED = {
    "net/ipv4/ip_forward": 0, "net/ipv4/icmp_ratelimit": 0, "net/ipv4/icmp_ratemask": 0, "net/ipv4/icmp_msgs_per_sec": 1000000,
    "net/ipv4/icmp_msgs_burst": 100000, "net/ipv4/conf/all/rp_filter": 0, "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv4/conf/all/send_redirects": 0, "net/ipv4/conf/default/send_redirects": 0,
    "net/ipv4/conf/all/accept_redirects": 0, "net/ipv4/conf/default/accept_redirects": 0,
    "net/ipv4/ip_default_ttl": 64, "net/ipv4/icmp_echo_ignore_all": 0, "net/ipv4/conf/all/accept_local": 0,
    "net/ipv4/conf/all/route_localnet": 0, "net/ipv4/conf/default/route_localnet": 0,
    "net/ipv6/conf/all/disable_ipv6": 1, "net/ipv6/conf/default/disable_ipv6": 1,
    "net/ipv4/tcp_synack_retries": 0, "net/ipv4/tcp_orphan_retries": 1, "net/bridge/bridge-nf-call-iptables": 0,
}


class Pace:
    """How long to wait for what may never come: hurried for most cases, patient where a disagreement is asked again."""

    def __init__(self, answer, quiet, settle, arp_millis, arp_questions):
        self.answer, self.quiet, self.settle = answer, quiet, settle
        self.neighbour = {"retrans_time_ms": arp_millis, "mcast_solicit": arp_questions, "proxy_delay": 0}


# ARP gives up after 0.02 or 0.3 s instead of 3: the same answer sooner
PACES = {"hurried": Pace(0.3, 0.006, 0.001, 20, 1), "patient": Pace(4, 0.2, 0.004, 100, 3)}


def setns(fd):
    if LIBC.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


HOME = os.open("/proc/self/ns/net", os.O_RDONLY)


def write(setting, value):
    with open("/proc/sys/" + setting, "w") as file:
        file.write(str(value))


class Namespace:
    """Entered by "with": what is done within is done in there."""

    def __init__(self, name, pace):
        self.name = name
        self.pace = pace
        if LIBC.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        for setting, value in PINNED.items():
            try:
                write(setting, value)
            except OSError:
                pass  # this kernel does not have it
        self.filtered = self.changed = False
        self.handles = {}
        self.servers = []
        self.links = {}
        self.routing, self.netfilter = netlink.Routing(), netlink.Netfilter()
        self.netfilter.trace_everything(TRACE_TABLE)
        self.trace = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, netlink.NETLINK_NETFILTER)
        self.trace.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 23)
        self.trace.bind((0, 0))
        self.trace.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, netlink.NFNLGRP_NFTRACE)
        self.trace.setblocking(False)
        self.up("lo")

    def __enter__(self):
        setns(self.fd)
        return self

    def __exit__(self, *ignored):
        setns(HOME)

    def up(self, device):
        """ip link set DEVICE up; called from within."""
        for setting, value in self.pace.neighbour.items():
            write("net/ipv4/neigh/%s/%s" % (device, setting), value)
        self.routing.set(device, netlink.IFF_UP)

    def index(self, device):
        with self:
            return socket.if_nametoindex(device)

    def device(self, index):
        if index not in self.links:
            with self:
                self.links[index] = socket.if_indextoname(index)
        return self.links[index]

    def socket(self, kind, protocol=0, user=0):
        """A socket in here, opened by a user with all our rights: the file's owner is what -m owner asks for."""
        with self:
            LIBC.setfsgid(user)
            LIBC.setfsuid(user)
            try:
                return socket.socket(socket.AF_INET, kind, protocol)
            finally:
                LIBC.setfsuid(0)
                LIBC.setfsgid(0)

    def ruled(self):
        """A tool has changed the rules."""
        self.filtered = self.changed = True

    def numbers(self):
        """From (table, chain, handle) to the rule's number in its chain, from 1."""
        if self.changed:
            self.changed = False
            self.handles, count = {}, {}
            families = socket.AF_INET, NFPROTO_INET
            for table, chain, handle, ignored in (rule for each in families for rule in self.netfilter.rules(each)):
                count[table, chain] = count.get((table, chain), 0) + 1
                self.handles[table, chain, handle] = count[table, chain]
        return self.handles

    def connections(self):
        """What conntrack -L prints, but for the family."""
        if not self.filtered:
            return []
        with self, open("/proc/thread-self/net/nf_conntrack") as table:
            return [line.split(None, 2)[2] for line in table.read().splitlines() if line.startswith("ipv4")]

    def closing(self):
        """Whether a closed socket still waits for its FIN to be acknowledged, and will send it again."""
        with self, open("/proc/thread-self/net/tcp") as table:
            return any(line.split()[3] in (FIN_WAIT1, CLOSING, LAST_ACK) for line in table.read().splitlines()[1:])

    def forget(self):
        if self.filtered:
            self.netfilter.forget_connections()

    def close(self):
        for server in self.servers:
            server.close()
        for each in (self.trace, self.routing, self.netfilter):
            each.close()
        os.close(self.fd)
