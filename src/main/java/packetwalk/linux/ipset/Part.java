package packetwalk.linux.ipset;

import java.util.Locale;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;

/** One part of an element, as {@code 10.0.0.1} and {@code tcp:80} are of {@code 10.0.0.1,tcp:80}. */
public sealed interface Part {

    /** An address. */
    record Ip(IpAddress address) implements Part {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** A network; an address alone is one of full length. */
    record Net(Cidr network) implements Part {

        /** Whether it is one address: a test of it looks for every network around it. */
        boolean isHost() {
            return network.isHost();
        }

        /** {@code 10.0.0.0/24}; without a length where that is the full one. */
        @Override
        public String toString() {
            return isHost() ? network.network().toString() : network.toString();
        }
    }

    /**
     * A protocol and its port.
     *
     * @param protocol number of the protocol
     * @param port for ICMP the type, shifted by eight bits, and the code; 0 where the protocol has none
     */
    record ProtoPort(int protocol, int port) implements Part {
        @Override
        public String toString() {
            return PortNames.text(protocol, port);
        }
    }

    /** A port alone, of TCP and of UDP: {@code bitmap:port}. */
    record Port(int number) implements Part {
        @Override
        public String toString() {
            return String.valueOf(number);
        }
    }

    /** A station. */
    record Mac(MacAddress address) implements Part {

        /** In capitals, as ipset writes them. */
        @Override
        public String toString() {
            return address.toString().toUpperCase(Locale.ROOT);
        }
    }

    /** A packet's mark. */
    record Mark(int value) implements Part {
        @Override
        public String toString() {
            return "0x%08x".formatted(value);
        }
    }

    /**
     * A device.
     *
     * @param physdev whether the port of a bridge is meant
     */
    record Iface(String name, boolean physdev) implements Part {
        @Override
        public String toString() {
            return (physdev ? "physdev:" : "") + name;
        }
    }

    /** A set within a {@code list:set}. */
    record Member(String set) implements Part {
        @Override
        public String toString() {
            return set;
        }
    }
}
