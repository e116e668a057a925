package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.RejectTarget;
import packetwalk.linux.xtables.target.ReturnTarget;
import packetwalk.linux.xtables.target.VerdictTarget;
import packetwalk.net.Protocol;

/** Targets that decide. */
final class VerdictTargets {

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "ACCEPT", Syntax.of("", options -> new VerdictTarget(Verdict.ACCEPT)),
            "DROP", Syntax.of("", options -> new VerdictTarget(Verdict.DROP)),
            "RETURN", Syntax.of("", options -> new ReturnTarget()),
            "REJECT", Syntax.of("reject-with 1", VerdictTargets::reject));

    private VerdictTargets() {}

    private static Target reject(Options options) {
        if (options.given().isEmpty()) {
            return new RejectTarget(RejectTarget.With.ICMP_PORT_UNREACHABLE);
        }
        String kind = options.required("--reject-with").value();
        RejectTarget.With with = RejectTarget.With.named(kind)
                .or(() -> shortened(kind))
                .orElseThrow(() -> new IllegalArgumentException("unknown reject type \"" + kind
                        + "\"; use tcp-reset, icmp-port-unreachable or another of iptables-extensions(8)"));
        if (with == RejectTarget.With.TCP_RESET
                && options.protocol().filter(Protocol.TCP::equals).isEmpty()) {
            throw new IllegalArgumentException("--reject-with tcp-reset answers TCP only; add -p tcp");
        }
        return new RejectTarget(with);
    }

    /** The short forms that libipt_REJECT.c knows. */
    private static Optional<RejectTarget.With> shortened(String kind) {
        return switch (kind) {
            case "net-unreach", "icmp-net-unreach" -> Optional.of(RejectTarget.With.ICMP_NET_UNREACHABLE);
            case "host-unreach", "icmp-host-unreach" -> Optional.of(RejectTarget.With.ICMP_HOST_UNREACHABLE);
            case "port-unreach", "icmp-port-unreach" -> Optional.of(RejectTarget.With.ICMP_PORT_UNREACHABLE);
            case "proto-unreach", "icmp-proto-unreach" -> Optional.of(RejectTarget.With.ICMP_PROTO_UNREACHABLE);
            case "net-prohib" -> Optional.of(RejectTarget.With.ICMP_NET_PROHIBITED);
            case "host-prohib" -> Optional.of(RejectTarget.With.ICMP_HOST_PROHIBITED);
            case "admin-prohib" -> Optional.of(RejectTarget.With.ICMP_ADMIN_PROHIBITED);
            case "tcp-rst" -> Optional.of(RejectTarget.With.TCP_RESET);
            default -> Optional.empty();
        };
    }
}
