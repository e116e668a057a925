package packetwalk.linux.xtables.match;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The code point of differentiated services, the upper six bits of the octet: {@code -m dscp}, net/netfilter/xt_dscp.c. */
public record DscpMatch(int dscp, boolean negated) implements Match {

    private static final Map<String, Integer> CLASSES = new HashMap<>();

    static {
        String classes = "cs0=0 cs1=8 cs2=16 cs3=24 cs4=32 cs5=40 cs6=48 cs7=56 be=0 af11=10 af12=12 af13=14 af21=18"
                + " af22=20 af23=22 af31=26 af32=28 af33=30 af41=34 af42=36 af43=38 ef=46";
        for (String each : classes.split(" ")) {
            String[] parts = each.split("=");
            CLASSES.put(parts[0], Integer.valueOf(parts[1]));
        }
    }

    /** The code point of a class such as {@code AF11}; empty if none has that name. */
    public static Optional<Integer> ofClass(String name) {
        return Optional.ofNullable(CLASSES.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (skb.packet().tos() >> 2 == dscp) != negated;
    }

    @Override
    public String listed(boolean numeric) {
        return " DSCP match " + (negated ? "!" : "") + "0x%02x".formatted(dscp);
    }

    @Override
    public String toString() {
        return "-m dscp " + (negated ? "! " : "") + "--dscp 0x%02x".formatted(dscp);
    }
}
