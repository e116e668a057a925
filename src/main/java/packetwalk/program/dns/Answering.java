package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Flag;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;
import packetwalk.net.DnsType;
import packetwalk.time.Simulation;

/** How a server finds its answers: zones in order, then others; a CNAME is followed as far as it goes. */
final class Answering {

    /** CoreDNS follows no more than seven CNAMEs: plugin/backend_lookup.go. */
    private static final int MOST_ALIASES = 7;

    /** What it says that it takes by UDP: CoreDNS plugin/pkg/edns. */
    private static final int OWN_UDP_SIZE = 1232;

    private final List<Zone> zones;
    private final Forwarder forwarder;
    private final Simulation simulation;

    Answering(List<Zone> zones, Forwarder forwarder, Simulation simulation) {
        this.zones = zones;
        this.forwarder = forwarder;
        this.simulation = simulation;
    }

    void answer(Question asked, Consumer<DnsMessage> then) {
        DnsMessage query = asked.message();
        Consumer<DnsMessage> last = answer -> then.accept(
                query.edns().isPresent() && answer.edns().isEmpty() ? answer.withEdns(OWN_UDP_SIZE) : answer);
        if (query.opcode() != 0) {
            last.accept(query.reply(Set.of(), Rcode.NOTIMP, List.of(), List.of(), List.of()));
        } else if (query.questions().size() != 1) {
            last.accept(query.reply(Set.of(), Rcode.FORMERR, List.of(), List.of(), List.of()));
        } else {
            DnsQuestion question = query.questions().get(0);
            Optional<Zone.Answer> own = own(question);
            if (own.isPresent()) {
                complete(query, own.get(), last);
            } else {
                forwarder.ask(query, last);
            }
        }
    }

    private Optional<Zone.Answer> own(DnsQuestion question) {
        for (Zone zone : zones) {
            Optional<Zone.Answer> answer = zone.answer(question);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Follows an alias at the end of the zone's answer: in the zones, then, once, at others. */
    private void complete(DnsMessage query, Zone.Answer own, Consumer<DnsMessage> then) {
        DnsType type = query.questions().get(0).type();
        List<DnsRecord> answers = new ArrayList<>(own.answers());
        for (int i = 0; i < MOST_ALIASES && alias(answers, type).isPresent(); i++) {
            DnsQuestion next = new DnsQuestion(alias(answers, type).get(), type);
            Optional<Zone.Answer> more = own(next);
            if (more.isEmpty()) {
                DnsMessage other = DnsMessage.query(query.id(), next);
                forwarder.ask(other, heard -> {
                    answers.addAll(heard.answers());
                    then.accept(reply(query, own, answers));
                });
                return;
            }
            if (more.get().answers().isEmpty()) {
                break;
            }
            answers.addAll(more.get().answers());
        }
        then.accept(reply(query, own, answers));
    }

    private DnsMessage reply(DnsMessage query, Zone.Answer own, List<DnsRecord> answers) {
        Set<Flag> authoritative = EnumSet.of(Flag.AA);
        return query.reply(authoritative, own.rcode(), mixed(answers), own.authority(), own.additional());
    }

    /** The name to look at instead, if that is what the last record says and it was not asked for. */
    private static Optional<DnsName> alias(List<DnsRecord> answers, DnsType type) {
        if (answers.isEmpty() || type.equals(DnsType.CNAME)) {
            return Optional.empty();
        }
        return answers.get(answers.size() - 1).data() instanceof DnsData.Name name
                        && name.type().equals(DnsType.CNAME)
                ? Optional.of(name.target())
                : Optional.empty();
    }

    /** Aliases first, then the addresses in an order of chance, so that who takes the first takes any: loadbalance. */
    private List<DnsRecord> mixed(List<DnsRecord> answers) {
        List<DnsRecord> addresses = new ArrayList<>();
        List<DnsRecord> rest = new ArrayList<>();
        answers.forEach(each -> (each.data() instanceof DnsData.Address ? addresses : rest).add(each));
        if (addresses.size() > 1) {
            Collections.shuffle(addresses, simulation.random());
        }
        rest.addAll(addresses);
        return rest;
    }
}
