package packetwalk.net;

import java.util.Objects;

/**
 * A DNS resource record of class IN: RFC 1035 3.2.
 *
 * @param name whose it is
 * @param ttl seconds for which it may be remembered, 0 and up
 * @param data what it says
 */
public record DnsRecord(DnsName name, long ttl, DnsData data) {

    public DnsRecord {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
        if (ttl < 0 || ttl > 0xffff_ffffL) {
            throw new IllegalArgumentException(
                    "ttl " + ttl + " of " + name + " does not fit its field; use 0 to 2^32-1");
        }
    }

    public DnsType type() {
        return data.type();
    }

    @Override
    public String toString() {
        return name + "\t" + ttl + "\tIN\t" + type() + "\t" + data;
    }
}
