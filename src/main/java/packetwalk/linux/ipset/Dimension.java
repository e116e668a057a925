package packetwalk.linux.ipset;

import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/** What one part of a set's elements is, and where a packet has it: the {@code kadt} functions of net/netfilter/ipset/. */
public enum Dimension {
    IP {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            return Optional.of(new Part.Ip(address(packet, flag)));
        }
    },
    NET {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            return Optional.of(new Part.Net(Cidr.of(address(packet, flag))));
        }
    },
    /** A protocol with its port. */
    PROTO_PORT {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            Packet sent = packet.packet();
            return Optional.of(new Part.ProtoPort(sent.protocol().number(), port(sent, flag)));
        }
    },
    /** A port alone; only TCP and UDP have one. */
    PORT {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            Protocol protocol = packet.packet().protocol();
            return protocol == Protocol.TCP || protocol == Protocol.UDP
                    ? Optional.of(new Part.Port(port(packet.packet(), flag)))
                    : Optional.empty();
        }
    },
    MAC {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            MacAddress station = flag == SetFlag.SRC ? packet.macSrc() : packet.macDst();
            return Optional.of(station).filter(each -> each.bits() != 0).map(Part.Mac::new);
        }
    },
    MARK {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            return Optional.of(new Part.Mark(packet.mark()));
        }
    },
    IFACE {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            String device = flag == SetFlag.SRC ? packet.in() : packet.out();
            return device.isEmpty() ? Optional.empty() : Optional.of(new Part.Iface(device, false));
        }
    },
    SET {
        @Override
        Optional<Part> read(SetPacket packet, SetFlag flag) {
            return Optional.empty();
        }
    };

    /** This part of {@code packet}; empty if it has none, and so is in no such set. */
    abstract Optional<Part> read(SetPacket packet, SetFlag flag);

    private static IpAddress address(SetPacket packet, SetFlag flag) {
        return flag == SetFlag.SRC ? packet.packet().src() : packet.packet().dst();
    }

    /** net/netfilter/ipset/ip_set_getport.c {@code get_port()}. */
    private static int port(Packet packet, SetFlag flag) {
        if (Ports.has(packet.transport())) {
            return flag == SetFlag.SRC ? Ports.source(packet.transport()) : Ports.destination(packet.transport());
        }
        if (packet.transport() instanceof IcmpEcho echo) {
            return (echo.reply() ? 0 : 8) << 8;
        }
        return packet.transport() instanceof IcmpError error
                ? error.kind().type() << 8 | error.kind().code()
                : 0;
    }
}
