package packetwalk.program.dns;

import java.util.List;
import java.util.Optional;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;

/** What a server knows of some part of the name space; asked for each question anew. */
@FunctionalInterface
public interface Zone {

    /** What it says, or empty if the name lies in none of its domains: then the next is asked. */
    Optional<Answer> answer(DnsQuestion question);

    /**
     * What a zone says.
     *
     * @param rcode NXDOMAIN if nothing has that name; NOERROR without records if something has, but not of that type
     * @param answers a CNAME last stands for "see there"; the server completes it
     * @param authority with a no, the zone's SOA
     * @param additional addresses that who asked will want next
     */
    record Answer(Rcode rcode, List<DnsRecord> answers, List<DnsRecord> authority, List<DnsRecord> additional) {
        public Answer {
            answers = List.copyOf(answers);
            authority = List.copyOf(authority);
            additional = List.copyOf(additional);
        }
    }
}
