package packetwalk.tools;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.netfilter.Match;
import packetwalk.linux.netfilter.Target;
import packetwalk.net.Tcp;

/** What {@code iptables -L} says of an extension behind the columns. */
final class MatchWords {

    private MatchWords() {}

    /** With a blank before it; empty for what stands in a column. {@code previous} may have begun the same extension. */
    static String of(Match match, Optional<Match> previous, boolean numeric) {
        if (match instanceof Match.Port port) {
            boolean begun = previous.filter(each -> each instanceof Match.Port).isPresent();
            String side = port.side() == Match.Side.SRC ? " spt" : " dpt";
            String range = port.from() == port.to() ? ":" : "s:";
            String ports = port.from() == port.to() ? "" + port.from() : port.from() + ":" + port.to();
            return (begun ? "" : " " + port.protocol()) + side + range + (port.negated() ? "!" : "") + ports;
        }
        if (match instanceof Match.AddressType type) {
            boolean begun =
                    previous.filter(each -> each instanceof Match.AddressType).isPresent();
            String side = type.side().name().toLowerCase(Locale.ROOT);
            return (begun ? "" : " ADDRTYPE match") + " " + side + "-type " + (type.negated() ? "!" : "")
                    + type.type().name();
        }
        if (match instanceof Match.ConnectionState state) {
            return (state.negated() ? " !" : "") + " ctstate " + String.join(",", state.states());
        }
        if (match instanceof Match.State state) {
            return (state.meaning().negated() ? " !" : "") + " state "
                    + String.join(",", state.meaning().states());
        }
        if (match instanceof Match.Mark) {
            return " mark match " + match.toString().replace("-m mark ", "").replace("--mark ", "");
        }
        if (match instanceof Match.Comment comment) {
            return " /* " + comment.words() + " */";
        }
        if (match instanceof Match.TcpFlags flags) {
            boolean begun = previous.filter(Match.Port.class::isInstance).isPresent();
            return (begun ? "" : " tcp") + " flags:" + (flags.negated() ? "!" : "")
                    + (numeric
                            ? bits(flags.mask()) + "/" + bits(flags.set())
                            : flags.toString()
                                    .replaceFirst(".*--tcp-flags ", "")
                                    .replace(' ', '/'));
        }
        if (match instanceof Match.IcmpType icmp) {
            return " " + IcmpTypes.words(icmp, numeric);
        }
        if (match instanceof Match.Extension extension) {
            return " " + extension.name();
        }
        // the extension's own phrase is not known: what was typed stands for it
        return match instanceof Match.Unknown unknown && unknown.words().startsWith("-m ")
                ? " " + unknown.words().substring(3)
                : "";
    }

    private static String bits(Set<Tcp.Flag> flags) {
        return "0x%02X".formatted(flags.stream().mapToInt(MatchWords::bit).sum());
    }

    /** Its place in the header's octet of flags: RFC 9293 3.1. */
    private static int bit(Tcp.Flag flag) {
        return switch (flag) {
            case FIN -> 1;
            case SYN -> 2;
            case RST -> 4;
            case PSH -> 8;
            case ACK -> 16;
            case URG -> 32;
        };
    }

    /** With a blank before it; empty for a target without options. */
    static String of(Target target) {
        if (target instanceof Target.Reject reject) {
            return " reject-with " + reject.with();
        }
        if (target instanceof Target.Translate translate) {
            return " to:" + translate.range();
        }
        if (target instanceof Target.SetMark mark) {
            return " MARK " + change(mark);
        }
        return target instanceof Target.Unknown unknown
                ? unknown.words().replaceFirst("^-j " + unknown.name(), "").replace(" --", " ")
                : "";
    }

    /** libxt_MARK.c {@code mark_tg_print()}. */
    private static String change(Target.SetMark mark) {
        String value = "0x" + Integer.toHexString(mark.value());
        if (mark.value() == 0) {
            return "and 0x" + Integer.toHexString(~mark.mask());
        }
        if (mark.value() == mark.mask()) {
            return "or " + value;
        }
        if (mark.mask() == 0) {
            return "xor " + value;
        }
        return mark.mask() == -1 ? "set " + value : "xset " + value + "/0x" + Integer.toHexString(mark.mask());
    }
}
