"""A case in the kernel: builds it in namespaces, sends its probes, tells what was seen."""

import errno
import selectors
import socket
import time

import netlink
from commands import Commands
from namespace import HOME, PACES, Namespace, setns
from probes import PROBES, family
from trace import Focus, Passages

IPTABLES = "raw", "mangle", "nat", "filter", "security"
DOMAIN = 53  # two servers that DNAT shows to each other would talk for ever
ARP_PATIENCE, LINK_PATIENCE, CLOSING_PATIENCE = 4, 0.2, 3


class World:
    """Each public method is a verb of a request; what it gives are the answer's lines."""

    def __init__(self):
        self.pace = PACES["hurried"]
        self.namespaces = {}
        self.commands = {}
        self.received = {}
        self.kept = {}
        self.settled = True
        self.selector = selectors.DefaultSelector()

    # -- building

    def begin(self, pace):
        """An empty world; pace is hurried or patient."""
        for key in list(self.selector.get_map().values()):
            self.selector.unregister(key.fileobj)
            key.fileobj.close()
        for namespace in self.namespaces.values():
            namespace.close()
        for connection in self.kept.values():
            connection.close()
        self.kept.clear()
        self.namespaces.clear()
        self.commands.clear()
        self.pace = PACES[pace]

    def netns(self, name, ipv6=""):
        try:
            namespace = self.namespaces[name] = Namespace(name, self.pace, ipv6 == "ipv6")
        finally:
            setns(HOME)
        self.commands[name] = Commands(namespace)
        self.received[name] = []
        self.selector.register(namespace.trace, selectors.EVENT_READ, lambda trace: self.hear(name, trace))

    def link(self, one, device, other, peer):
        self.run_waiting()
        a, b = self.namespaces[one], self.namespaces[other]
        a.routing.veth(device, peer, b.fd)
        for namespace, end in ((a, device), (b, peer)):
            with namespace:
                namespace.up(end)
        self.settled = False

    def bridge(self, name, bridge, *ports):
        self.run_waiting()
        namespace = self.namespaces[name]
        namespace.routing.bridge(bridge)
        for port in ports:
            namespace.routing.set(port, netlink.IFF_UP, namespace.index(bridge))
        with namespace:
            namespace.up(bridge)
        self.settled = False

    def vxlan(self, name, device, address, options):
        self.run_waiting()
        self.run(name, "ip link add %s address %s type vxlan %s" % (device, address, options))
        self.run_waiting()
        with self.namespaces[name] as namespace:
            namespace.up(device)

    def run(self, name, line, stdin=""):
        self.commands[name].add(line, stdin.replace("\x1e", "\n"))
        self.settled &= not line.startswith(("ip addr", "ip -6 addr", "ip link", "bridge link"))

    def run_waiting(self):
        for each in self.commands.values():
            each.run()

    def refuses(self, name, line, stdin):
        self.run_waiting()
        try:
            self.run(name, line, stdin)
            self.run_waiting()
            return ["accepted"]
        except ValueError:
            return ["refused"]

    def serve(self, name, protocol, address, port):
        self.run_waiting()
        self.settle()
        namespace = self.namespaces[name]
        tcp = protocol == "tcp"
        kind = socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM
        server = namespace.socket(kind, family=family(address))
        server.setblocking(False)
        try:
            if tcp:
                server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((address, int(port)))
            if tcp:
                server.listen(64)
        except OSError as error:
            server.close()
            return [errno.errorcode[error.errno]]
        namespace.servers.append(server)
        self.selector.register(server, selectors.EVENT_READ, self.accept if tcp else self.echo)
        return ["ok"]

    def forget(self):
        self.run_waiting()
        for namespace in self.namespaces.values():
            namespace.forget()

    def pass_time(self, millis):
        self.run_waiting()
        self.serve_for(int(millis) / 1000)

    def counters(self):
        """Each rule with its packets: NETNS TABLE CHAIN NUMBER: COUNT."""
        self.run_waiting()
        lines = []
        for name, namespace in self.namespaces.items():
            for family in namespace.families():
                count, version = {}, "" if family == socket.AF_INET else "ip6 "
                for table, chain, ignored, packets in namespace.netfilter.rules(family):
                    if table in IPTABLES:
                        count[table, chain] = count.get((table, chain), 0) + 1
                        place = "%s %s%s %s %d" % (name, version, table, chain, count[table, chain])
                        lines.append("%s: %s" % (place, packets))
        return sorted(lines)

    # -- what the servers do: they send back what they get

    def accept(self, server):
        connection, ignored = server.accept()
        connection.setblocking(False)
        self.selector.register(connection, selectors.EVENT_READ, self.drain)

    def drain(self, connection):
        try:
            data = connection.recv(4096)
            if data:
                connection.send(data)
                return
        except OSError:
            pass
        self.selector.unregister(connection)
        connection.close()

    def echo(self, server):
        try:
            data, sender = server.recvfrom(4096)
            if sender[1] not in (DOMAIN, server.getsockname()[1]):
                server.sendto(data, sender)
        except OSError:
            pass

    def hear(self, name, trace):
        try:
            while True:
                self.received[name].append(trace.recv(1 << 16))
        except BlockingIOError:
            pass

    # -- waiting

    def until_quiet(self, span):
        """Lets servers work and the trace be heard until nothing has happened for a while."""
        while True:
            ready = self.selector.select(span)
            if not ready:
                return
            for key, ignored in ready:
                key.data(key.fileobj)

    def serve_for(self, span):
        end = time.monotonic() + span
        while time.monotonic() < end:
            for key, ignored in self.selector.select(max(0, end - time.monotonic())):
                key.data(key.fileobj)

    def wait(self, probe, answer, arp):
        """Waits for an answer of which we know that it will come; for others, until all is quiet."""
        awaited = answer == "answer"
        self.until_quiet(self.pace.settle if awaited or probe.outcome else self.pace.quiet)
        end = time.monotonic() + self.pace.answer
        while awaited and not probe.outcome and time.monotonic() < end:
            self.until_quiet(self.pace.quiet)
        if arp == "arp":
            end = time.monotonic() + ARP_PATIENCE
            while time.monotonic() < end and any(n.routing.incomplete() for n in self.namespaces.values()):
                self.until_quiet(self.pace.quiet)
            self.until_quiet(self.pace.quiet)

    def settle(self):
        """A bridge takes a port into use when linkwatch tells it, and a host an address of IPv6, a moment after the command."""
        end = time.monotonic() + LINK_PATIENCE
        while not self.settled and time.monotonic() < end:
            self.settled = not any(n.routing.unsettled() for n in self.namespaces.values())
        self.settled = True

    def settle_closing(self):
        """A FIN that nobody acknowledges is sent again after 0.2 s: hurried probes are over by then."""
        end = time.monotonic() + (CLOSING_PATIENCE if self.pace is PACES["patient"] else 0)
        while time.monotonic() < end and any(n.closing() for n in self.namespaces.values()):
            self.until_quiet(self.pace.quiet)

    # -- probing

    def probe(self, name, answer, arp, kind, *options):
        self.run_waiting()
        self.settle()
        self.settle_closing()
        for namespace in self.namespaces.values():
            namespace.numbers()
        self.until_quiet(0)
        for each in self.received.values():
            each.clear()  # what came between two probes
        options = dict(option.split("=", 1) for option in options)
        probe = PROBES[kind](self.namespaces[name], self.kept, **options)
        if probe.events:
            self.selector.register(probe.socket, probe.events, lambda ignored: self.answered(probe))
        self.wait(probe, answer, arp)
        passages = {each: Passages(namespace, Focus(kind, **options)) for each, namespace in self.namespaces.items()}
        for each, passage in passages.items():
            passage.read(self.received[each])
        if probe.socket in self.selector.get_map():
            self.selector.unregister(probe.socket)
        if probe.socket not in self.kept.values():
            probe.socket.close()
        self.until_quiet(self.pace.settle)
        return ["outcome\t" + (probe.outcome or "timeout")] + self.seen(passages)

    def hang_up(self, connection):
        self.kept.pop(connection).close()
        self.until_quiet(self.pace.settle)

    def answered(self, probe):
        probe.ready()
        if probe.outcome:
            self.selector.unregister(probe.socket)  # it stays ready, and would keep us busy

    def seen(self, passages):
        lines = []
        for name, passage in passages.items():
            lines += ["event\t%s\t%s\t%s" % (name, stream, line) for stream, line in passage.lines]
            lines += ["ct\t%s\t%s" % (name, line) for line in self.namespaces[name].connections()]
        return lines
