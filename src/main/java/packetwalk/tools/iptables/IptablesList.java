package packetwalk.tools.iptables;

import java.util.List;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.AddressesMatch;
import packetwalk.linux.xtables.match.FragmentMatch;
import packetwalk.linux.xtables.match.InterfaceMatch;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * {@code iptables -L}: columns for people; iptables/nft-ipv4.c {@code nft_ipv4_print_rule()}.
 *
 * @param numeric {@code -n}: 0.0.0.0/0 instead of "anywhere", ports instead of services
 * @param verbose {@code -v}: counters and devices too
 * @param exact {@code -x}: counters in full
 * @param lineNumbers {@code --line-numbers}
 */
record IptablesList(
        Afinfo family,
        RuleSet rules,
        Table table,
        boolean numeric,
        boolean verbose,
        boolean exact,
        boolean lineNumbers) {

    String text(Chain chain) {
        StringBuilder text = new StringBuilder("Chain " + chain.name() + " (" + about(chain) + ")\n");
        text.append(lineNumbers ? "num  " : "");
        if (verbose) {
            text.append(exact ? "    pkts      bytes " : " pkts bytes ");
        }
        text.append("target     prot opt ").append(verbose ? "in     out     " : "");
        text.append("source               destination         \n");
        int number = 0;
        for (Rule rule : chain.rules()) {
            number++;
            text.append(line(rule, number, chain.counters(number)));
        }
        return text.toString();
    }

    /** Rule {@code number} of {@code chain}, from 1, without a head; nothing if there is no such rule. */
    String rule(Chain chain, int number) {
        return number > chain.rules().size() ? "" : line(chain.rules().get(number - 1), number, chain.counters(number));
    }

    private String line(Rule rule, int number, Counters counters) {
        return (lineNumbers ? "%-4d ".formatted(number) : "")
                + (verbose ? count(counters.packets()) + " " + count(counters.bytes()) + " " : "")
                + line(rule)
                + "\n";
    }

    private String about(Chain chain) {
        if (chain.hook().isEmpty()) {
            return rules.references(table, chain) + " references";
        }
        String counters = verbose
                ? " " + count(chain.counters().packets()).strip() + " packets, "
                        + count(chain.counters().bytes()).strip() + " bytes"
                : "";
        return "policy " + chain.policy() + counters;
    }

    /** Five digits, or four and a power of a thousand: libxtables {@code xtables_print_num()}. */
    private String count(long number) {
        if (exact) {
            return "%8d".formatted(number);
        }
        if (number <= 99_999) {
            return "%5d".formatted(number);
        }
        long rounded = number;
        for (String unit : List.of("K", "M", "G")) {
            rounded = (rounded + 500) / 1000;
            if (rounded <= 9999) {
                return "%4d%s".formatted(rounded, unit);
            }
        }
        return "%4dT".formatted((rounded + 500) / 1000);
    }

    private String line(Rule rule) {
        StringBuilder text = new StringBuilder("%-9s ".formatted(name(rule)));
        text.append(protocol(rule)).append(fragments(rule)).append(' ');
        if (verbose) {
            text.append(" %-6s %-6s ".formatted(device(rule, true), device(rule, false)));
        }
        text.append(address(rule, Side.SRC)).append(address(rule, Side.DST));
        boolean gone = rule.target()
                .filter(each -> each instanceof JumpTarget jump && !jump.comesBack())
                .isPresent();
        text.append(gone ? "[goto] " : "");
        rule.matches().forEach(match -> text.append(match.listed(numeric)));
        return text + rule.target().map(target -> target.listed(numeric)).orElse("");
    }

    private static String name(Rule rule) {
        return rule.target().map(Target::name).orElse("");
    }

    private String protocol(Rule rule) {
        for (Match match : rule.matches()) {
            if (match instanceof ProtocolMatch is) {
                String name = numeric
                        ? String.valueOf(is.protocol().number())
                        : is.protocol().toString();
                return (is.negated() ? "!" : " ") + "%-4s ".formatted(name);
            }
        }
        return numeric ? " 0    " : " all  ";
    }

    private static String fragments(Rule rule) {
        return rule.matches().stream()
                .filter(FragmentMatch.class::isInstance)
                .map(each -> ((FragmentMatch) each).negated() ? "!f" : "-f")
                .findFirst()
                .orElse("--");
    }

    private String device(Rule rule, boolean incoming) {
        for (Match match : rule.matches()) {
            if (match instanceof InterfaceMatch device && device.incoming() == incoming) {
                return (device.negated() ? "!" : "") + device.name();
            }
        }
        return numeric ? "*" : "any";
    }

    private String address(Rule rule, Side side) {
        for (Match match : rule.matches()) {
            if (match instanceof AddressesMatch address && address.side() == side) {
                String text = address.addresses().replaceFirst(family.hostSuffix(), "");
                return (address.negated() ? "!" : " ") + "%-19s ".formatted(text);
            }
        }
        return " %-19s ".formatted(numeric ? family.anywhere() : "anywhere");
    }
}
