package packetwalk.net;

import java.util.Objects;

/** What a DNS record says. */
public sealed interface DnsData {

    DnsType type();

    /** As a zone file, and {@code dig +short}, has it. */
    @Override
    String toString();

    /** An address: A or AAAA, after its family. */
    record Address(IpAddress address) implements DnsData {
        @Override
        public DnsType type() {
            return address.family() == IpFamily.IPV4 ? DnsType.A : DnsType.AAAA;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /**
     * Another name.
     *
     * @param type CNAME, NS or PTR
     */
    record Name(DnsType type, DnsName target) implements DnsData {
        public Name {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(target, "target");
        }

        @Override
        public String toString() {
            return target.toString();
        }
    }

    /** Where a service is: RFC 2782. Of the lowest priority one is taken by weight. */
    record Srv(int priority, int weight, int port, DnsName target) implements DnsData {
        @Override
        public DnsType type() {
            return DnsType.SRV;
        }

        @Override
        public String toString() {
            return priority + " " + weight + " " + port + " " + target;
        }
    }

    /**
     * Who answers for a zone; in the authority section of an answer that says no: RFC 2308.
     *
     * @param minimum seconds for which a no may be remembered
     */
    record Soa(DnsName server, DnsName mailbox, long serial, long refresh, long retry, long expire, long minimum)
            implements DnsData {
        @Override
        public DnsType type() {
            return DnsType.SOA;
        }

        @Override
        public String toString() {
            return server + " " + mailbox + " " + serial + " " + refresh + " " + retry + " " + expire + " " + minimum;
        }
    }

    /**
     * EDNS, RFC 6891: no record but something the sender says of itself.
     *
     * @param udpSize the largest message that it takes by UDP
     */
    record Opt(int udpSize) implements DnsData {
        @Override
        public DnsType type() {
            return DnsType.OPT;
        }

        @Override
        public String toString() {
            return "UDPsize=" + udpSize;
        }
    }

    /** Any other, as its bytes: RFC 3597. */
    record Other(DnsType type, Bytes data) implements DnsData {
        @Override
        public String toString() {
            return "\\# " + data.length();
        }
    }
}
