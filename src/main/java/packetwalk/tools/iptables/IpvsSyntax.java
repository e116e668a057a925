package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.IpvsMatch;
import packetwalk.net.Protocol;

/** How {@code -m ipvs} is typed: libxt_ipvs.c. */
final class IpvsSyntax {

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "ipvs", Syntax.of("!ipvs 0 !vproto 1 !vaddr 1 !vport 1 vdir 1 !vmethod 1 !vportctl 1", IpvsSyntax::ipvs));

    private IpvsSyntax() {}

    /** With other options {@code --ipvs} says nothing of its own, and is not printed. */
    private static Match ipvs(Options options) {
        List<IpvsMatch.Condition> conditions = new ArrayList<>();
        for (IpvsMatch.Field field : IpvsMatch.Field.values()) {
            Optional<Extension.Option> option = options.find("--" + field.name().toLowerCase(Locale.ROOT));
            boolean alone = options.given().size() == 1;
            if (option.isPresent() && (alone || field != IpvsMatch.Field.IPVS)) {
                conditions.add(new IpvsMatch.Condition(
                        field, text(field, option.get()), option.get().negated()));
            }
        }
        return new IpvsMatch(conditions);
    }

    private static String text(IpvsMatch.Field field, Extension.Option option) {
        return switch (field) {
            case IPVS -> "";
            case VPROTO -> String.valueOf(RuleValues.protocol(option.value()).number());
            case VADDR ->
                RuleValues.addresses(Side.DST, option.value(), false)
                        .addresses()
                        .replaceFirst("/32$", "");
            case VDIR -> oneOf(option, "ORIGINAL", "REPLY");
            case VMETHOD -> oneOf(option, "GATE", "IPIP", "MASQ");
            case VPORT, VPORTCTL -> String.valueOf(RuleValues.port(option.value(), Protocol.TCP));
        };
    }

    private static String oneOf(Extension.Option option, String... values) {
        if (!Set.of(values).contains(option.value())) {
            throw new IllegalArgumentException("ipvs: Bad value for \"" + option.name() + "\" option: \""
                    + option.value() + "\"; use one of " + String.join(", ", values));
        }
        return option.value();
    }
}
