"""One network namespace of a case: its trace, its servers, its settings."""

import ctypes
import os
import re
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
    "net/ipv4/tcp_synack_retries": 0, "net/ipv4/tcp_orphan_retries": 1, "net/bridge/bridge-nf-call-iptables": 0,
    "net/core/txrehash": 0,  # a segment that is sent again takes the same tunnel's port
}

# Addresses are not looked for twice, routers are not asked, and nobody counts how often an error is told.
PINNED_IPV6 = {
    "net/ipv6/conf/all/accept_dad": 0, "net/ipv6/conf/default/accept_dad": 0, "net/ipv6/conf/all/accept_ra": 0,
    "net/ipv6/conf/default/accept_ra": 0, "net/ipv6/conf/default/router_solicitations": 0,
    "net/ipv6/conf/all/accept_redirects": 0, "net/ipv6/conf/default/accept_redirects": 0, "net/ipv6/icmp/ratelimit": 0,
    "net/ipv6/conf/all/forwarding": 0, "net/ipv6/bindv6only": 0, "net/bridge/bridge-nf-call-ip6tables": 0,
}
NO_IPV6 = {"net/ipv6/conf/all/disable_ipv6": 1, "net/ipv6/conf/default/disable_ipv6": 1}
CT_ADDRESS = re.compile(r"(?<=src=|dst=)[0-9a-f:]{39}")


class Pace:
    """How long to wait for what may never come: hurried for most cases, patient where a disagreement is asked again."""

    def __init__(self, answer, quiet, settle, arp_millis, arp_questions):
        self.answer, self.quiet, self.settle = answer, quiet, settle
        self.neighbour = {"retrans_time_ms": arp_millis, "mcast_solicit": arp_questions, "proxy_delay": 0}


# A neighbour that is not sure to be there is asked again after this many seconds. Rules see the question: not while we look.
DELAY_PROBE_TIME = 3600

# ARP gives up after 0.02 or 0.3 s instead of 3: the same answer sooner
PACES = {"hurried": Pace(0.3, 0.006, 0.001, 20, 1), "patient": Pace(4, 0.2, 0.004, 100, 3)}


def setns(fd):
    if LIBC.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


HOME = os.open("/proc/self/ns/net", os.O_RDONLY)


def write(setting, value):
    with open("/proc/sys/" + setting, "w") as file:
        file.write(str(value))


def short(address):
    """An IPv6 address as people write it."""
    return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, address))


class Namespace:
    """Entered by "with": what is done within is done in there."""

    def __init__(self, name, pace, ipv6=False):
        self.name = name
        self.pace = pace
        if LIBC.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.ipv6 = ipv6
        for setting, value in [*PINNED.items(), *(PINNED_IPV6 if ipv6 else NO_IPV6).items()]:
            try:
                write(setting, value)
            except OSError:
                pass  # this kernel does not have it
        self.filtered = self.changed = False
        self.handles = {}
        self.servers = []
        self.links = {}
        self.routing, self.netfilter = netlink.Routing(), netlink.Netfilter()
        for family in self.families():
            self.netfilter.trace_everything(TRACE_TABLE, family)
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

    def families(self):
        return (socket.AF_INET, socket.AF_INET6) if self.ipv6 else (socket.AF_INET,)

    def up(self, device):
        """ip link set DEVICE up; called from within."""
        for setting, value in self.pace.neighbour.items():
            write("net/ipv4/neigh/%s/%s" % (device, setting), value)
            if self.ipv6:
                write("net/ipv6/neigh/%s/%s" % (device, setting), value)
        if self.ipv6:
            write("net/ipv6/neigh/%s/delay_first_probe_time" % device, DELAY_PROBE_TIME)
        self.routing.set(device, netlink.IFF_UP)

    def index(self, device):
        with self:
            return socket.if_nametoindex(device)

    def device(self, index):
        if index not in self.links:
            with self:
                self.links[index] = socket.if_indextoname(index)
        return self.links[index]

    def socket(self, kind, protocol=0, user=0, family=socket.AF_INET):
        """A socket in here, opened by a user with all our rights: the file's owner is what -m owner asks for."""
        with self:
            LIBC.setfsgid(user)
            LIBC.setfsuid(user)
            try:
                return socket.socket(family, kind, protocol)
            finally:
                LIBC.setfsuid(0)
                LIBC.setfsgid(0)

    def ruled(self):
        """A tool has changed the rules."""
        self.filtered = self.changed = True

    def numbers(self):
        """From (family, table, chain, handle) to the rule's number in its chain, from 1."""
        if self.changed:
            self.changed = False
            self.handles, count = {}, {}
            for family in (*self.families(), NFPROTO_INET):
                for table, chain, handle, ignored in self.netfilter.rules(family):
                    count[family, table, chain] = count.get((family, table, chain), 0) + 1
                    self.handles[family, table, chain, handle] = count[family, table, chain]
        return self.handles

    def connections(self):
        """What conntrack -L prints, but for the family."""
        if not self.filtered:
            return []
        with self, open("/proc/thread-self/net/nf_conntrack") as table:
            lines = [line.split(None, 2)[2] for line in table.read().splitlines() if line.startswith("ipv")]
            return [CT_ADDRESS.sub(lambda full: short(full.group()), line) for line in lines]

    def closing(self):
        """Whether a closed socket still waits for its FIN to be acknowledged, and will send it again."""
        with self, open("/proc/thread-self/net/tcp") as table:
            lines = table.read().splitlines()[1:]
            if self.ipv6:
                with open("/proc/thread-self/net/tcp6") as more:
                    lines += more.read().splitlines()[1:]
            return any(line.split()[3] in (FIN_WAIT1, CLOSING, LAST_ACK) for line in lines)

    def forget(self):
        if self.filtered:
            for family in self.families():
                self.netfilter.forget_connections(family)

    def close(self):
        for server in self.servers:
            server.close()
        for each in (self.trace, self.routing, self.netfilter):
            each.close()
        os.close(self.fd)
