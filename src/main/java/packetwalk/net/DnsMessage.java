package packetwalk.net;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A question or an answer of DNS: RFC 1035 4. Immutable; {@link #wire} is its form in a packet.
 *
 * @param id by which an answer finds its question, 0 to 65535
 * @param flags bits of the header
 * @param opcode 0 for a query, and nothing else is asked here
 * @param rcode what came of it
 */
public record DnsMessage(
        int id,
        Set<Flag> flags,
        int opcode,
        Rcode rcode,
        List<DnsQuestion> questions,
        List<DnsRecord> answers,
        List<DnsRecord> authority,
        List<DnsRecord> additional) {

    /** The largest message by UDP to who says nothing of EDNS: RFC 1035 2.3.4. */
    public static final int UDP_SIZE = 512;

    /** A record takes a pointer and ten bytes at least. */
    private static final int SMALLEST_RECORD = 12;

    /** Bits of the header: answer, authoritative, truncated, recursion desired and available, RFC 4035's two. */
    public enum Flag {
        QR(0x8000),
        AA(0x0400),
        TC(0x0200),
        RD(0x0100),
        RA(0x0080),
        AD(0x0020),
        CD(0x0010);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }

        int bit() {
            return bit;
        }
    }

    /** What came of a question, by IANA's numbers; words are those of tcpdump. */
    public enum Rcode {
        NOERROR(0, ""),
        FORMERR(1, " FormErr"),
        SERVFAIL(2, " ServFail"),
        NXDOMAIN(3, " NXDomain"),
        NOTIMP(4, " NotImp"),
        REFUSED(5, " Refused"),
        YXDOMAIN(6, " YXDomain"),
        YXRRSET(7, " YXRRSet"),
        NXRRSET(8, " NXRRSet"),
        NOTAUTH(9, " NotAuth"),
        NOTZONE(10, " NotZone");

        private final int number;
        private final String word;

        Rcode(int number, String word) {
            this.number = number;
            this.word = word;
        }

        int number() {
            return number;
        }
    }

    public DnsMessage {
        Ports.require(id);
        Objects.requireNonNull(rcode, "rcode");
        flags = Set.copyOf(flags);
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
        authority = List.copyOf(authority);
        additional = List.copyOf(additional);
    }

    /** One question, with the wish that the server may ask others. */
    public static DnsMessage query(int id, DnsQuestion question) {
        return new DnsMessage(
                id, Set.of(Flag.RD), 0, Rcode.NOERROR, List.of(question), List.of(), List.of(), List.of());
    }

    /**
     * Reads a message.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static DnsMessage read(Bytes wire) {
        return DnsReader.read(wire);
    }

    /** The message that {@code data} is, if it is one. */
    public static Optional<DnsMessage> find(Bytes data) {
        try {
            return Optional.of(read(data));
        } catch (IllegalArgumentException noMessage) {
            return Optional.empty();
        }
    }

    /** Its bytes; names that came before are pointed at (RFC 1035 4.1.4). */
    public Bytes wire() {
        return DnsWriter.write(this);
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** An answer to this question; the flags QR and RD are added as they must be. */
    public DnsMessage reply(
            Set<Flag> more, Rcode code, List<DnsRecord> answer, List<DnsRecord> authorities, List<DnsRecord> others) {
        Set<Flag> set = EnumSet.of(Flag.QR);
        set.addAll(more);
        if (has(Flag.RD)) {
            set.add(Flag.RD);
        }
        return new DnsMessage(id, set, opcode, code, questions, answer, authorities, others);
    }

    public DnsMessage withId(int other) {
        return new DnsMessage(other, flags, opcode, rcode, questions, answers, authority, additional);
    }

    /** What its sender says of EDNS; empty if nothing. */
    public Optional<DnsData.Opt> edns() {
        return additional.stream()
                .map(DnsRecord::data)
                .filter(DnsData.Opt.class::isInstance)
                .map(DnsData.Opt.class::cast)
                .findFirst();
    }

    /** The same with EDNS said. */
    public DnsMessage withEdns(int udpSize) {
        List<DnsRecord> more = new ArrayList<>(additional);
        more.add(new DnsRecord(DnsName.ROOT, 0, new DnsData.Opt(udpSize)));
        return new DnsMessage(id, flags, opcode, rcode, questions, answers, authority, more);
    }

    /** As much of it as fits into {@code size} bytes, marked as truncated if that is not all: RFC 2181 9. */
    public DnsMessage fitting(int size) {
        if (wire().length() <= size) {
            return this;
        }
        Set<Flag> set = EnumSet.of(Flag.TC);
        set.addAll(flags);
        List<DnsRecord> edns = additional.stream()
                .filter(each -> each.type().equals(DnsType.OPT))
                .toList();
        DnsMessage part = this;
        for (int count = Math.min(answers.size(), size / SMALLEST_RECORD); count >= 0; count--) {
            part = new DnsMessage(id, set, opcode, rcode, questions, answers.subList(0, count), List.of(), edns);
            if (part.wire().length() <= size) {
                return part;
            }
        }
        return part;
    }

    /** As tcpdump has it, without the length: {@code 4711+ A? example.com.}; an answer with what was asked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(id);
        if (!has(Flag.QR)) {
            text.append(has(Flag.RD) ? "+" : "").append(has(Flag.CD) ? "%" : "");
            text.append(additional.isEmpty() ? "" : " [" + additional.size() + "au]");
            questions.forEach(question -> text.append(' ').append(question));
            return text.toString();
        }
        text.append(verdict());
        questions.forEach(question -> text.append(" q: ").append(question));
        text.append(" " + answers.size() + "/" + authority.size() + "/" + additional.size());
        String divider = " ";
        for (DnsRecord answer : answers) {
            text.append(divider).append(answer.type()).append(' ').append(answer.data());
            divider = ", ";
        }
        return text.toString();
    }

    /** Of an answer, what tcpdump prints behind the number: its code unless that is no error, and its flags, a letter each. */
    public String verdict() {
        return rcode.word
                + (has(Flag.AA) ? "*" : "")
                + (has(Flag.RA) ? "" : "-")
                + (has(Flag.TC) ? "|" : "")
                + (has(Flag.AD) ? "$" : "");
    }
}
