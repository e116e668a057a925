package packetwalk.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads DNS messages: RFC 1035 4.1. Whatever the bytes are, it ends, with a message or one clear fault. */
final class DnsReader {

    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;

    private final Bytes wire;
    private int next;

    private DnsReader(Bytes wire) {
        this.wire = wire;
    }

    static DnsMessage read(Bytes wire) {
        if (wire.length() < HEADER) {
            throw fault("it has " + wire.length() + " bytes, and the header alone has " + HEADER);
        }
        return new DnsReader(wire).message();
    }

    private DnsMessage message() {
        int id = uint16();
        int bits = uint16();
        Set<DnsMessage.Flag> flags = EnumSet.noneOf(DnsMessage.Flag.class);
        for (DnsMessage.Flag flag : DnsMessage.Flag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        DnsMessage.Rcode rcode = Arrays.stream(DnsMessage.Rcode.values())
                .filter(each -> each.number() == (bits & 0xf))
                .findFirst()
                .orElseThrow(() -> fault("its rcode " + (bits & 0xf) + " has no meaning"));
        int questions = uint16();
        int answers = uint16();
        int authority = uint16();
        int additional = uint16();
        return new DnsMessage(
                id,
                flags,
                bits >> 11 & 0xf,
                rcode,
                questions(questions),
                records(answers),
                records(authority),
                records(additional));
    }

    private List<DnsQuestion> questions(int count) {
        List<DnsQuestion> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DnsName name = name();
            DnsType type = new DnsType(uint16());
            requireIn(uint16());
            questions.add(new DnsQuestion(name, type));
        }
        return questions;
    }

    private List<DnsRecord> records(int count) {
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record());
        }
        return records;
    }

    private DnsRecord record() {
        DnsName name = name();
        DnsType type = new DnsType(uint16());
        int dnsClass = uint16();
        long ttl = uint32();
        int end = uint16();
        end += next;
        need(end - next);
        if (type.equals(DnsType.OPT)) {
            next = end;
            return new DnsRecord(name, ttl, new DnsData.Opt(dnsClass));
        }
        requireIn(dnsClass);
        DnsData data = data(type, end);
        if (next != end) {
            throw fault("the data of its " + type + " record ends at " + next + ", and " + end + " was announced");
        }
        return new DnsRecord(name, ttl, data);
    }

    private DnsData data(DnsType type, int end) {
        if (type.equals(DnsType.A)) {
            return new DnsData.Address(IpAddress.ofV4((int) uint32()));
        }
        if (type.equals(DnsType.AAAA)) {
            return new DnsData.Address(IpAddress.ofV6(uint64(), uint64()));
        }
        if (type.equals(DnsType.CNAME) || type.equals(DnsType.NS) || type.equals(DnsType.PTR)) {
            return new DnsData.Name(type, name());
        }
        if (type.equals(DnsType.SRV)) {
            return new DnsData.Srv(uint16(), uint16(), uint16(), name());
        }
        if (type.equals(DnsType.SOA)) {
            return new DnsData.Soa(name(), name(), uint32(), uint32(), uint32(), uint32(), uint32());
        }
        Bytes rest = wire.slice(next, end);
        next = end;
        return new DnsData.Other(type, rest);
    }

    private DnsName name() {
        List<String> labels = new ArrayList<>();
        int at = next;
        int earliest = next;
        boolean jumped = false;
        while (true) {
            int length = uint8(at);
            if (length >= 0xc0) {
                int target = (length & 0x3f) << 8 | uint8(at + 1);
                next = jumped ? next : at + 2;
                jumped = true;
                // each pointer must go further back than all before, so that none can circle
                if (target >= earliest) {
                    throw fault("a name points from " + at + " to " + target + ", which is not before it");
                }
                at = target;
                earliest = target;
            } else if (length > 63) {
                throw fault("a label begins with " + length + ", which is neither a length nor a pointer");
            } else if (length == 0) {
                next = jumped ? next : at + 1;
                return new DnsName(labels);
            } else {
                uint8(at + length);
                labels.add(new String(wire.slice(at + 1, at + 1 + length).toArray(), StandardCharsets.ISO_8859_1));
                at += 1 + length;
            }
        }
    }

    private static void requireIn(int dnsClass) {
        if (dnsClass != CLASS_IN) {
            throw fault("class " + dnsClass + " is not IN, and no other is spoken here");
        }
    }

    private void need(int bytes) {
        if (next + bytes > wire.length()) {
            throw fault("it ends after " + wire.length() + " bytes, in the middle of something");
        }
    }

    private int uint8(int at) {
        if (at >= wire.length()) {
            throw fault("it ends after " + wire.length() + " bytes, in the middle of a name");
        }
        return wire.uint8(at);
    }

    private int uint16() {
        need(2);
        next += 2;
        return wire.uint16(next - 2);
    }

    private long uint32() {
        need(4);
        next += 4;
        return wire.uint32(next - 4);
    }

    private long uint64() {
        return uint32() << 32 | uint32();
    }

    private static IllegalArgumentException fault(String why) {
        return new IllegalArgumentException("not a DNS message: " + why);
    }
}
