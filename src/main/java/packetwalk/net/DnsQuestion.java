package packetwalk.net;

import java.util.Objects;

/** What is asked: records of one type of one name, of class IN. */
public record DnsQuestion(DnsName name, DnsType type) {

    public DnsQuestion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** As tcpdump has it: {@code A? example.com.}. */
    @Override
    public String toString() {
        return type + "? " + name;
    }
}
