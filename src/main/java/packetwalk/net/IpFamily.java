package packetwalk.net;

/** The two address families, with what differs between them in one place. */
public enum IpFamily {
    IPV4(32),
    IPV6(128);

    private final int bits;

    IpFamily(int bits) {
        this.bits = bits;
    }

    /** The unspecified address: 0.0.0.0 or ::. */
    public IpAddress any() {
        return this == IPV4 ? IpAddress.ANY_V4 : IpAddress.ANY_V6;
    }

    /** Every address: 0.0.0.0/0 or ::/0. */
    public Cidr all() {
        return this == IPV4 ? Cidr.ALL_V4 : Cidr.ALL_V6;
    }

    /** Length of the header of its packets in bytes, without options or extensions: 20 or 40. */
    public int header() {
        return this == IPV4 ? 20 : 40;
    }

    /** Length of an address in bits: 32 or 128. */
    public int bits() {
        return bits;
    }

    /** As people and Kubernetes write it: {@code IPv4}, {@code IPv6}. */
    @Override
    public String toString() {
        return this == IPV4 ? "IPv4" : "IPv6";
    }
}
