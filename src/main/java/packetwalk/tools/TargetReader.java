package packetwalk.tools;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.netfilter.Target;
import packetwalk.linux.netfilter.Verdict;
import packetwalk.net.Protocol;

/** Makes a target of {@code -j NAME} and its options. What the engine does not model is kept word by word. */
final class TargetReader {

    /** Targets that report, count or follow, and let the packet go on. */
    private static final Set<String> REPORTS = Set.of("LOG", "NFLOG", "TRACE");

    private final Extension extension;
    private final Optional<Protocol> protocol;

    private TargetReader(Extension extension, Optional<Protocol> protocol) {
        this.extension = extension;
        this.protocol = protocol;
    }

    /**
     * The target of a rule; a name that no target has is taken for a chain.
     *
     * @param comesBack false for {@code -g}
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static Target read(Extension extension, boolean comesBack, Optional<Protocol> protocol) {
        boolean target = Extensions.isTarget(extension.name());
        return target && comesBack
                ? new TargetReader(extension, protocol).read()
                : new Target.Jump(extension.name(), comesBack);
    }

    private Target read() {
        return switch (extension.name()) {
            case "ACCEPT" -> new Target.Final(Verdict.ACCEPT);
            case "DROP" -> new Target.Final(Verdict.DROP);
            case "RETURN" -> new Target.Return();
            case "REJECT" -> reject();
            case "MARK" -> mark();
            case "MASQUERADE" -> extension.options().isEmpty() ? new Target.Masquerade() : unknown();
            case "SNAT" -> translate("--to-source", false);
            case "DNAT" -> translate("--to-destination", true);
            default -> unknown();
        };
    }

    private Target unknown() {
        return REPORTS.contains(extension.name())
                ? new Target.Report("-j " + extension.words())
                : new Target.Unknown(extension.name(), "-j " + extension.words());
    }

    private Target reject() {
        if (extension.options().isEmpty()) {
            return new Target.Reject(Target.RejectWith.ICMP_PORT_UNREACHABLE);
        }
        String kind = extension.options().get(0).value();
        Target.RejectWith with = Target.RejectWith.named(kind)
                .or(() -> shortened(kind))
                .orElseThrow(() -> new IllegalArgumentException("unknown reject type \"" + kind
                        + "\"; use tcp-reset, icmp-port-unreachable or another of iptables-extensions(8)"));
        if (with == Target.RejectWith.TCP_RESET
                && protocol.filter(Protocol.TCP::equals).isEmpty()) {
            throw new IllegalArgumentException("--reject-with tcp-reset answers TCP only; add -p tcp");
        }
        return new Target.Reject(with);
    }

    /** The short forms that libipt_REJECT.c knows. */
    private static Optional<Target.RejectWith> shortened(String kind) {
        return switch (kind) {
            case "net-unreach", "icmp-net-unreach" -> Optional.of(Target.RejectWith.ICMP_NET_UNREACHABLE);
            case "host-unreach", "icmp-host-unreach" -> Optional.of(Target.RejectWith.ICMP_HOST_UNREACHABLE);
            case "port-unreach", "icmp-port-unreach" -> Optional.of(Target.RejectWith.ICMP_PORT_UNREACHABLE);
            case "proto-unreach", "icmp-proto-unreach" -> Optional.of(Target.RejectWith.ICMP_PROTO_UNREACHABLE);
            case "net-prohib" -> Optional.of(Target.RejectWith.ICMP_NET_PROHIBITED);
            case "host-prohib" -> Optional.of(Target.RejectWith.ICMP_HOST_PROHIBITED);
            case "admin-prohib" -> Optional.of(Target.RejectWith.ICMP_ADMIN_PROHIBITED);
            case "tcp-rst" -> Optional.of(Target.RejectWith.TCP_RESET);
            default -> Optional.empty();
        };
    }

    private Target mark() {
        if (extension.options().size() != 1) {
            throw new IllegalArgumentException(
                    "MARK: one of the --set-xmark, --set-mark, --and-mark, --or-mark, --xor-mark options is required");
        }
        Extension.Option option = extension.options().get(0);
        RuleValues.Masked given = RuleValues.mark(option.value());
        int value = given.value();
        return switch (option.name()) {
            // --set-mark sets the bits of its value as well as those of its mask
            case "--set-mark" -> new Target.SetMark(value, given.mask() | value);
            case "--and-mark" -> new Target.SetMark(0, ~value);
            case "--or-mark" -> new Target.SetMark(value, value);
            case "--xor-mark" -> new Target.SetMark(value, 0);
            default -> new Target.SetMark(value, given.mask());
        };
    }

    private Target translate(String option, boolean destination) {
        Extension.Option to = extension.options().stream()
                .filter(each -> each.name().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        extension.name() + ": option \"" + option + "\" must be specified; add it"));
        var range = RuleValues.range(to.value(), protocol);
        return extension.options().size() == 1 ? new Target.Translate(destination, range) : unknown();
    }
}
