"""The senders: each sends one thing from a socket in a namespace and keeps what the socket is told."""

import contextlib
import errno
import os
import selectors
import socket
import struct

IP_RECVERR, IP_MTU_DISCOVER = 11, 10
IPV6_UNICAST_HOPS, IPV6_MTU_DISCOVER, IPV6_RECVERR, IPV6_RECVHOPLIMIT, IPV6_HOPLIMIT = 16, 23, 25, 51, 52


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@contextlib.contextmanager
def at_once():
    """Nobody gets this processor between one packet and the next: not even who is told of the first."""
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    try:
        yield
    finally:
        os.sched_setscheduler(0, *before)


class Connect:
    events = selectors.EVENT_WRITE

    def __init__(self, namespace, kept, to, port, address, sport, ttl, size, user, connection):
        self.socket = namespace.socket(socket.SOCK_STREAM, user=int(user), family=family(to))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.outcome = None
        self.socket.bind((address, int(sport)))
        self.to = to, int(port)
        self.connect()
        # an error that came before connect(2) had let go of the socket wakes nobody in IPv6, until the next SYN a second later
        self.ready()
        if connection:
            kept[connection] = self.socket

    def connect(self):
        """Asks for the connection, or how far it is; gives what stands in its way, EALREADY while nothing is decided."""
        result = self.socket.connect_ex(self.to)
        if result not in (errno.EINPROGRESS, errno.EALREADY):
            self.outcome = errno.errorcode[result] if result else "connected"
        return result

    def ready(self):
        # SO_ERROR alone would also tell of errors that came after the handshake
        if self.outcome is None and self.connect() == errno.EALREADY:
            # on a slower wire it would have been the answer
            error = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            self.outcome = errno.errorcode[error] if error else None


class Say:
    """Data on a connection that was kept."""

    events = selectors.EVENT_READ

    def __init__(self, namespace, kept, size, connection, **ignored):
        self.socket = kept[connection]
        self.outcome = None
        try:
            self.socket.send(bytes(int(size)))
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]

    def ready(self):
        try:
            if self.socket.recv(4096):
                self.outcome = "answered"
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]


class Datagram:
    events = selectors.EVENT_READ

    def __init__(self, namespace, kept, to, port, address, sport, ttl, size, user, connection):
        self.ipv6 = ":" in to
        self.socket = namespace.socket(socket.SOCK_DGRAM, user=int(user), family=family(to))
        self.socket.setblocking(False)
        level = socket.IPPROTO_IPV6 if self.ipv6 else socket.IPPROTO_IP
        self.socket.setsockopt(level, IPV6_RECVERR if self.ipv6 else IP_RECVERR, 1)
        self.outcome = None
        try:
            self.socket.bind((address, int(sport)))
            with at_once():
                for each in ttl.split(","):
                    self.socket.setsockopt(level, IPV6_UNICAST_HOPS if self.ipv6 else socket.IP_TTL, int(each))
                    self.socket.sendto(bytes(int(size)), (to, int(port)))
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]

    def ready(self):
        try:
            ignored, control, ignored, ignored = self.socket.recvmsg(512, 512, socket.MSG_ERRQUEUE)
            for level, kind, data in control:
                if kind in (IP_RECVERR, IPV6_RECVERR):
                    number, ignored, kind, code = struct.unpack_from("=IBBB", data)
                    offender = data[24:40] if self.ipv6 else data[20:24]
                    place = socket.inet_ntop(family(":" if self.ipv6 else ""), offender)
                    words = "%s by icmp %d/%d from %s" % (errno.errorcode[number], kind, code, place)
                    self.outcome = self.outcome or words
        except BlockingIOError:
            try:
                ignored, sender = self.socket.recvfrom(512)
                form = "answered from [%s]:%d" if self.ipv6 else "answered from %s:%d"
                self.outcome = self.outcome or form % sender[:2]
            except OSError:
                pass  # the error that the queue has told


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


class Echo:
    events = selectors.EVENT_READ

    def __init__(self, namespace, kept, to, port, ttl, user, **ignored):
        self.socket = namespace.socket(socket.SOCK_RAW, socket.IPPROTO_ICMP, int(user))
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, int(ttl))
        self.socket.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, 2)
        self.outcome = None
        self.ident = int(port)
        body = struct.pack("!HH", self.ident, 1) + bytes(56)
        try:
            self.socket.sendto(struct.pack("!BBH", 8, 0, checksum(b"\x08\0" + body)) + body, (to, 0))
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


class Echo6:
    events = selectors.EVENT_READ

    def __init__(self, namespace, kept, to, port, ttl, user, **ignored):
        self.socket = namespace.socket(socket.SOCK_RAW, socket.IPPROTO_ICMPV6, int(user), socket.AF_INET6)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_IPV6, IPV6_UNICAST_HOPS, int(ttl))
        self.socket.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, 2)
        self.socket.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1)
        self.outcome = None
        self.ident = int(port)
        try:
            # the kernel puts the checksum in
            self.socket.sendto(struct.pack("!BBHHH", 128, 0, 0, self.ident, 1) + bytes(56), (to, 0))
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]

    def ready(self):
        try:
            icmp, control, ignored, sender = self.socket.recvmsg(2048, 128)
        except OSError:
            return
        hops = [struct.unpack("=i", data)[0] for level, kind, data in control if kind == IPV6_HOPLIMIT]
        kind, code = icmp[0], icmp[1]
        if kind == 129 and struct.unpack("!H", icmp[4:6])[0] == self.ident:
            self.outcome = self.outcome or "answered from %s ttl %d" % (sender[0], hops[0])
        elif kind < 128 and struct.unpack("!H", icmp[52:54])[0] == self.ident:
            self.outcome = self.outcome or "icmp %d/%d from %s" % (kind, code, sender[0])


def ping(namespace, kept, to, **options):
    return (Echo6 if ":" in to else Echo)(namespace, kept, to, **options)


class Inject:
    """Packets with all their headers: ip_raw(7)'s IP_HDRINCL."""

    events = None

    def __init__(self, namespace, kept, packet):
        packets = [bytes.fromhex(each) for each in packet.split(",")]
        data = packets[0]
        ipv6 = data[0] >> 4 == 6
        to = socket.inet_ntop(socket.AF_INET6, data[24:40]) if ipv6 else socket.inet_ntoa(data[16:20])
        self.socket = namespace.socket(socket.SOCK_RAW, socket.IPPROTO_RAW, family=family(to))
        try:
            with at_once():
                for each in packets:
                    self.socket.sendto(each, (to, 0))
            self.outcome = "sent"
        except OSError as error:
            self.outcome = errno.errorcode[error.errno]


PROBES = {"connects": Connect, "says": Say, "sends": Datagram, "pings": ping, "injects": Inject}
