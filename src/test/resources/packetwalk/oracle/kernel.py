"""The real kernel's side of the oracle: makes namespaces, runs commands and probes in them, and tells what was seen.

Reads one request per line, words divided by tabs; answers with lines and then a line ".". The namespaces have no name
and belong to this process alone: when it ends, however it ends, the kernel takes them away with all that is in them.
What a packet meets is read from netfilter's own trace (NFNLGRP_NFTRACE): a table "packetwalk" marks every packet on
its way in and shows it again where it is delivered or leaves.
"""

import ctypes
import errno
import fcntl
import json
import os
import selectors
import shlex
import socket
import struct
import subprocess
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, SIOCGIFFLAGS, IFF_UP = 0x8914, 0x8913, 1
IP_RECVERR, IP_MTU_DISCOVER = 11, 10
NFNLGRP_NFTRACE, NFNL_SUBSYS_NFTABLES, NFT_MSG_TRACE = 9, 10, 17
TABLE, CHAIN, HANDLE, TYPE, VERDICT, NETWORK, TRANSPORT, IIF, OIF = 1, 2, 3, 4, 5, 8, 9, 10, 12
POLICY, CONTINUE = 1, struct.pack("!i", -1)
SETTLE, QUIET = 0.004, 0.2

# Inherited from the host or unlike the engine's: pinned before any device exists.
PINNED = {
    "net/ipv4/ip_forward": 0, "net/ipv4/icmp_ratelimit": 0, "net/ipv4/icmp_ratemask": 0, "net/ipv4/icmp_msgs_per_sec": 1000000,
    "net/ipv4/icmp_msgs_burst": 100000, "net/ipv4/conf/all/rp_filter": 0, "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv4/conf/all/send_redirects": 0, "net/ipv4/conf/default/send_redirects": 0,
    "net/ipv4/conf/all/accept_redirects": 0, "net/ipv4/conf/default/accept_redirects": 0,
    "net/ipv4/ip_default_ttl": 64, "net/ipv4/icmp_echo_ignore_all": 0, "net/ipv4/conf/all/accept_local": 0,
    "net/ipv4/conf/all/route_localnet": 0, "net/ipv4/conf/default/route_localnet": 0,
    "net/ipv6/conf/all/disable_ipv6": 1, "net/ipv6/conf/default/disable_ipv6": 1,
    "net/ipv4/tcp_synack_retries": 0, "net/bridge/bridge-nf-call-iptables": 0,
}

TRACE_TABLE = """
table ip packetwalk {
  chain pre  { type filter hook prerouting  priority -399; meta nftrace set 1; }
  chain made { type filter hook output      priority -399; meta nftrace set 1; }
  chain local { type filter hook input      priority 9000; counter; }
  chain post { type filter hook postrouting priority 9000; counter; }
}
"""


def setns(fd):
    if LIBC.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


HOME = os.open("/proc/self/ns/net", os.O_RDONLY)


class Namespace:
    """One network namespace: its file, its trace, its servers."""

    def __init__(self, name):
        self.name = name
        if LIBC.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        for key, value in PINNED.items():
            try:
                with open("/proc/sys/" + key, "w") as setting:
                    setting.write(str(value))
            except OSError:
                pass  # this kernel does not have it
        self.handles = {}
        self.changed = True
        self.filtered = False
        self.servers = []
        subprocess.run(["nft", "-f", "-"], input=TRACE_TABLE.encode(), check=True)
        self.trace = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
        self.trace.setsockopt(socket.SOL_SOCKET, 33, 1 << 23)  # SO_RCVBUFFORCE
        self.trace.bind((0, 0))
        self.trace.setsockopt(270, 1, NFNLGRP_NFTRACE)  # SOL_NETLINK, NETLINK_ADD_MEMBERSHIP
        self.trace.setblocking(False)
        self.links = {}
        self.up("lo")

    def __enter__(self):
        setns(self.fd)
        return self

    def __exit__(self, *ignored):
        setns(HOME)

    def up(self, device):
        # ARP gives up after 0.3 s instead of 3: the same answer sooner
        with open("/proc/sys/net/ipv4/neigh/%s/retrans_time_ms" % device, "w") as setting:
            setting.write("100")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            name = struct.pack("16sH", device.encode(), 0)
            flags = struct.unpack("16sH", fcntl.ioctl(control, SIOCGIFFLAGS, name))[1]
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH", device.encode(), flags | IFF_UP))

    def socket(self, kind, protocol=0):
        with self:
            return socket.socket(socket.AF_INET, kind, protocol)

    def run(self, command):
        """Runs a command line in here; gives its output, and raises what it complains about."""
        with self:
            done = subprocess.run(shlex.split(command), capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if command.startswith("iptables"):
            self.changed = self.filtered = True
        if done.returncode != 0:
            raise ValueError("%s: %s" % (command, (done.stderr + done.stdout).strip()))
        return done.stdout

    def numbers(self):
        """From (table, chain, handle) to the rule's number in its chain, from 1."""
        if self.changed:
            self.changed = False
            self.handles, count = {}, {}
            listing = json.loads(self.run("nft -j -a list ruleset ip")) if self.filtered else {"nftables": []}
            for entry in listing["nftables"]:
                if "rule" in entry:
                    rule = entry["rule"]
                    place = rule["table"], rule["chain"]
                    count[place] = count.get(place, 0) + 1
                    self.handles[place + (rule["handle"],)] = count[place]
        return self.handles

    def connections(self):
        return self.run("conntrack -L").splitlines() if self.filtered else []

    def device(self, index):
        if index not in self.links:
            with self:
                self.links[index] = socket.if_indextoname(index)
        return self.links[index]

    def close(self):
        for server in self.servers:
            server.close()
        self.trace.close()
        os.close(self.fd)


def attributes(data):
    found, at = {}, 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        found[kind & 0x3FFF] = data[at + 4:at + length]
        at += max(4, (length + 3) & ~3)
    return found


def text(data):
    return data.rstrip(b"\0").decode()


def packet_text(network, transport):
    """The packet as the engine's side prints it, and its stream: main, reset or error; None for what is not compared."""
    src, dst = socket.inet_ntoa(network[12:16]), socket.inet_ntoa(network[16:20])
    ttl, protocol = network[8], network[9]
    if protocol == socket.IPPROTO_ICMP:
        kind, code, ident = transport[0], transport[1], struct.unpack("!H", transport[4:6])[0]
        if kind in (0, 8):
            return "icmp %d/%d %s > %s id %d ttl %d" % (kind, code, src, dst, ident, ttl), "main"
        return "icmp %d/%d %s > %s ttl %d" % (kind, code, src, dst, ttl), "error"
    sport, dport = struct.unpack("!HH", transport[:4])
    if protocol == socket.IPPROTO_UDP:
        return "udp %s:%d > %s:%d ttl %d" % (src, sport, dst, dport, ttl), "main"
    flags = transport[13]
    if not flags & 0x06:
        return None, "main"  # after the handshake the two sides' acknowledgements differ in number
    letters = ("S" if flags & 2 else "") + ("R" if flags & 4 else "") + ("." if flags & 16 else "")
    return "tcp %s %s:%d > %s:%d ttl %d" % (letters, src, sport, dst, dport, ttl), "reset" if flags & 4 else "main"


class Passages:
    """What the packets of one probe met in one namespace, each packet once: a retransmission tells nothing new."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.seen = set()
        self.lines = []
        self.skip = {"main": True, "reset": True, "error": True}
        self.open = []

    def event(self, a):
        """One trace message. A chain's first one shows the packet; traversals nest, as REJECT answers from within."""
        table, chain, kind = text(a[TABLE]), text(a[CHAIN]), struct.unpack("!I", a[TYPE])[0]
        if NETWORK in a:
            self.open.append(packet_text(a[NETWORK], a[TRANSPORT]) if TRANSPORT in a else (None, "main"))
        if not self.open:
            return
        packet, stream = self.open[-1]
        verdict = struct.unpack("!i", attributes(a.get(VERDICT, b"")).get(1, CONTINUE))[0]
        if kind == POLICY or verdict >= 0:
            self.open.pop()
        if packet is None:
            return
        if table == "packetwalk":
            if HANDLE in a:
                self.own(chain, packet, stream, a)
        elif HANDLE in a and not self.skip[stream]:
            handle = struct.unpack("!Q", a[HANDLE])[0]
            number = self.namespace.numbers().get((table, chain, handle), "?")
            self.lines.append((stream, "rule %s %s %s" % (table, chain, number)))
        elif kind == POLICY and not self.skip[stream] and struct.unpack("!I", a[16])[0] == 0:
            self.lines.append((stream, "policy %s %s DROP" % (table, chain)))

    def own(self, chain, packet, stream, a):
        if chain == "pre":
            line = "in %s %s" % (self.namespace.device(struct.unpack("!I", a[IIF])[0]), packet)
        elif chain == "made":
            line = "made " + packet
        elif chain == "local":
            line = "local " + packet
        else:
            line = "out %s %s" % (self.namespace.device(struct.unpack("!I", a[OIF])[0]), packet)
        if chain in ("pre", "made"):
            self.skip[stream] = line in self.seen
            self.seen.add(line)
        if not self.skip[stream]:
            self.lines.append((stream, line))


class World:
    def __init__(self):
        self.namespaces = {}
        self.selector = selectors.DefaultSelector()

    # -- building

    def netns(self, name):
        try:
            self.namespaces[name] = Namespace(name)
        finally:
            setns(HOME)

    def link(self, one, device, other, peer):
        a, b = self.namespaces[one], self.namespaces[other]
        a.run("ip link add %s type veth peer name %s netns /proc/%d/fd/%d" % (device, peer, os.getpid(), b.fd))
        for namespace, name in ((a, device), (b, peer)):
            with namespace:
                namespace.up(name)

    def bridge(self, name, bridge, *ports):
        namespace = self.namespaces[name]
        namespace.run("ip link add %s type bridge mcast_snooping 0" % bridge)
        for port in ports:
            namespace.run("ip link set %s master %s" % (port, bridge))
        with namespace:
            namespace.up(bridge)

    def run(self, name, command):
        self.namespaces[name].run(command)

    def serve(self, name, protocol, port):
        namespace = self.namespaces[name]
        tcp = protocol == "tcp"
        server = namespace.socket(socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM)
        server.setblocking(False)
        try:
            if tcp:
                server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("", int(port)))
            if tcp:
                server.listen(64)
        except OSError as error:
            server.close()
            return [errno.errorcode[error.errno]]
        namespace.servers.append(server)
        self.selector.register(server, selectors.EVENT_READ, self.accept if tcp else self.echo)
        return ["ok"]

    def accept(self, server):
        connection, ignored = server.accept()
        connection.setblocking(False)
        self.selector.register(connection, selectors.EVENT_READ, self.drain)

    def drain(self, connection):
        try:
            if connection.recv(4096):
                return
        except OSError:
            pass
        self.selector.unregister(connection)
        connection.close()

    def echo(self, server):
        try:
            data, sender = server.recvfrom(4096)
            server.sendto(data, sender)
        except OSError:
            pass

    def reset(self):
        for key in list(self.selector.get_map().values()):
            self.selector.unregister(key.fileobj)
            key.fileobj.close()
        for namespace in self.namespaces.values():
            namespace.close()
        self.namespaces.clear()

    def forget(self):
        for namespace in self.namespaces.values():
            if namespace.filtered:
                namespace.run("conntrack -F")

    # -- probing

    def serve_for(self, seconds, done=lambda: False):
        """Lets the servers work for a while, or until done."""
        end = time.monotonic() + seconds
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            for key, ignored in self.selector.select(min(left, 0.05)):
                key.data(key.fileobj)
        return True

    def incomplete(self):
        return any(n.run("ip neigh show nud incomplete") for n in self.namespaces.values())

    def wait(self, probe, patience):
        """Waits for an answer; where none is awaited, only as long as some ARP question is still open."""
        if self.serve_for(max(float(patience), QUIET), lambda: probe.outcome) and patience != "-1":
            return
        end = time.monotonic() + 4
        while time.monotonic() < end and self.incomplete():
            self.serve_for(0.05)
        self.serve_for(0.02)

    def probe(self, name, kind, dst, dport, sport, ttl, patience):
        namespace = self.namespaces[name]
        passages = {n: Passages(s) for n, s in self.namespaces.items()}
        for each in self.namespaces.values():
            each.numbers()
        self.collect({n: Passages(s) for n, s in self.namespaces.items()})  # what came between two probes
        probe = PROBES[kind](namespace, dst, int(dport), int(sport), int(ttl))
        if probe.socket is not None:
            self.selector.register(probe.socket, probe.events, lambda ignored: probe.ready())
        self.wait(probe, patience)
        self.serve_for(SETTLE)
        self.collect(passages)
        if probe.socket is not None:
            self.selector.unregister(probe.socket)
            probe.socket.close()
        self.serve_for(SETTLE)
        lines = ["outcome\t" + (probe.outcome or "timeout")]
        for n, passage in passages.items():
            lines += ["event\t%s\t%s\t%s" % (n, stream, line) for stream, line in passage.lines]
            lines += ["ct\t%s\t%s" % (n, line) for line in self.namespaces[n].connections()]
        return lines

    def collect(self, passages):
        for name, passage in passages.items():
            while True:
                try:
                    data = self.namespaces[name].trace.recv(1 << 16)
                except BlockingIOError:
                    break
                at = 0
                while at + 16 <= len(data):
                    length, kind = struct.unpack_from("=IH", data, at)
                    if kind == NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_TRACE:
                        passage.event(attributes(data[at + 20:at + length]))
                    at += (length + 3) & ~3


class Connect:
    events = selectors.EVENT_WRITE

    def __init__(self, namespace, dst, dport, sport, ttl):
        self.socket = namespace.socket(socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.outcome = None
        if sport:
            self.socket.bind(("", sport))
        result = self.socket.connect_ex((dst, dport))
        if result != errno.EINPROGRESS:
            self.outcome = errno.errorcode[result] if result else "connected"

    def ready(self):
        if self.outcome is None:
            result = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            self.outcome = errno.errorcode[result] if result else "connected"


class Datagram:
    events = selectors.EVENT_READ

    def __init__(self, namespace, dst, dport, sport, ttl):
        self.socket = namespace.socket(socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        self.outcome = None
        try:
            if sport:
                self.socket.bind(("", sport))
            self.socket.sendto(b"packetwalk", (dst, dport))
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]

    def ready(self):
        try:
            ignored, control, ignored, ignored = self.socket.recvmsg(512, 512, socket.MSG_ERRQUEUE)
            for level, kind, data in control:
                if kind == IP_RECVERR:
                    number, ignored, kind, code = struct.unpack_from("=IBBB", data)
                    place = socket.inet_ntoa(data[20:24])
                    words = "%s by icmp %d/%d from %s" % (errno.errorcode[number], kind, code, place)
                    self.outcome = self.outcome or words
        except BlockingIOError:
            try:
                ignored, sender = self.socket.recvfrom(512)
                self.outcome = self.outcome or "answered from %s:%d" % sender
            except OSError:
                pass  # the error that the queue has told


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


class Echo:
    events = selectors.EVENT_READ

    def __init__(self, namespace, dst, ident, ignored, ttl):
        self.socket = namespace.socket(socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        self.socket.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, 2)
        self.outcome = None
        self.ident = ident
        body = struct.pack("!HH", ident, 1) + bytes(56)
        try:
            self.socket.sendto(struct.pack("!BBH", 8, 0, checksum(b"\x08\0" + body)) + body, (dst, 0))
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]

    def ready(self):
        try:
            data, sender = self.socket.recvfrom(2048)
        except OSError:
            return
        icmp = data[(data[0] & 15) * 4:]
        kind, code, ident = icmp[0], icmp[1], struct.unpack("!H", icmp[4:6])[0]
        if kind == 0 and ident == self.ident:
            self.outcome = self.outcome or "answered from %s ttl %d" % (sender[0], data[8])
        elif kind in (3, 11) and struct.unpack("!H", icmp[32:34])[0] == self.ident:
            self.outcome = self.outcome or "icmp %d/%d from %s" % (kind, code, sender[0])


PROBES = {"connects": Connect, "sends": Datagram, "pings": Echo}


def main():
    world = World()
    for line in sys.stdin:
        verb, *words = line.rstrip("\n").split("\t")
        try:
            answer = getattr(world, verb)(*words) or []
        except (ValueError, OSError, subprocess.CalledProcessError) as error:
            answer = ["error\t" + str(error).replace("\n", " ")]
        print("\n".join(answer + ["."]), flush=True)
    world.reset()


main()
