package packetwalk.program.dns;

import java.util.List;
import java.util.Optional;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;
import packetwalk.net.DnsType;

/**
 * A zone that is a list of records, as in a zone file.
 *
 * @param domain the name that all of them lie in
 * @param records in the order in which they are told
 */
public record RecordZone(DnsName domain, List<DnsRecord> records) implements Zone {

    /** Seconds for which a no may be remembered. */
    private static final int NEGATIVE_TTL = 300;

    public RecordZone {
        records = List.copyOf(records);
        for (DnsRecord record : records) {
            if (!record.name().isIn(domain)) {
                throw new IllegalArgumentException("record " + record.name() + " does not lie in zone " + domain
                        + "; put it into a zone of its own");
            }
        }
    }

    @Override
    public Optional<Answer> answer(DnsQuestion question) {
        if (!question.name().isIn(domain)) {
            return Optional.empty();
        }
        List<DnsRecord> found = records.stream()
                .filter(each -> each.name().equals(question.name()))
                .filter(each ->
                        each.type().equals(question.type()) || each.type().equals(DnsType.CNAME))
                .toList();
        if (!found.isEmpty()) {
            return Optional.of(new Answer(Rcode.NOERROR, found, List.of(), List.of()));
        }
        boolean exists = records.stream().anyMatch(each -> each.name().isIn(question.name()));
        return Optional.of(
                new Answer(exists ? Rcode.NOERROR : Rcode.NXDOMAIN, List.of(), List.of(authority()), List.of()));
    }

    private DnsRecord authority() {
        DnsData soa = new DnsData.Soa(
                DnsName.of("ns").plus(domain),
                DnsName.of("hostmaster").plus(domain),
                1,
                7200,
                1800,
                86_400,
                NEGATIVE_TTL);
        return new DnsRecord(domain, NEGATIVE_TTL, soa);
    }
}
