package packetwalk.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes DNS messages: RFC 1035 4.1. */
final class DnsWriter {

    private static final int CLASS_IN = 1;

    /** The last place that a pointer can name. */
    private static final int FARTHEST = 0x3fff;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<DnsName, Integer> places = new HashMap<>();

    private DnsWriter() {}

    static Bytes write(DnsMessage message) {
        DnsWriter writer = new DnsWriter();
        writer.uint16(message.id());
        int flags = message.flags().stream().mapToInt(DnsMessage.Flag::bit).sum();
        writer.uint16(flags | message.opcode() << 11 | message.rcode().number());
        writer.uint16(message.questions().size());
        writer.uint16(message.answers().size());
        writer.uint16(message.authority().size());
        writer.uint16(message.additional().size());
        for (DnsQuestion question : message.questions()) {
            writer.name(question.name());
            writer.uint16(question.type().number());
            writer.uint16(CLASS_IN);
        }
        List.of(message.answers(), message.authority(), message.additional())
                .forEach(section -> section.forEach(writer::record));
        return Bytes.of(writer.out.toByteArray());
    }

    private void record(DnsRecord record) {
        name(record.name());
        uint16(record.type().number());
        uint16(record.data() instanceof DnsData.Opt opt ? opt.udpSize() : CLASS_IN);
        uint32(record.ttl());
        // the length is known once the data is written, and names in it may point back
        DnsWriter data = new DnsWriter();
        data.places.putAll(places);
        data.data(record.data(), out.size() + 2);
        uint16(data.out.size());
        out.writeBytes(data.out.toByteArray());
    }

    private void data(DnsData data, int start) {
        if (data instanceof DnsData.Address address) {
            address(address.address());
        } else if (data instanceof DnsData.Name name) {
            name(name.target(), start);
        } else if (data instanceof DnsData.Srv srv) {
            uint16(srv.priority());
            uint16(srv.weight());
            uint16(srv.port());
            whole(srv.target());
        } else if (data instanceof DnsData.Soa soa) {
            name(soa.server(), start);
            name(soa.mailbox(), start);
            List.of(soa.serial(), soa.refresh(), soa.retry(), soa.expire(), soa.minimum())
                    .forEach(this::uint32);
        } else if (data instanceof DnsData.Other other) {
            out.writeBytes(other.data().toArray());
        }
    }

    private void address(IpAddress address) {
        if (address.family() == IpFamily.IPV6) {
            uint32(address.high() >>> 32);
            uint32(address.high());
            uint32(address.low() >>> 32);
        }
        uint32(address.low());
    }

    private void name(DnsName name) {
        name(name, 0);
    }

    /** A name, as far as it has not been written yet; {@code start} is where this writer's bytes will stand. */
    private void name(DnsName name, int start) {
        for (int i = 0; i < name.labels().size(); i++) {
            DnsName rest = name.from(i);
            Integer place = places.get(rest);
            if (place != null) {
                uint16(0xc000 | place);
                return;
            }
            if (start + out.size() <= FARTHEST) {
                places.put(rest, start + out.size());
            }
            label(name.labels().get(i));
        }
        out.write(0);
    }

    /** A name that must not be shortened: RFC 2782 of SRV's target. */
    private void whole(DnsName name) {
        name.labels().forEach(this::label);
        out.write(0);
    }

    private void label(String label) {
        byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
        out.write(octets.length);
        out.writeBytes(octets);
    }

    private void uint16(int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    private void uint32(long value) {
        uint16((int) (value >>> 16) & 0xffff);
        uint16((int) value & 0xffff);
    }
}
