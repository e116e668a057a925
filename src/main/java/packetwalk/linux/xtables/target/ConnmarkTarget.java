package packetwalk.linux.xtables.target;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Changes a connection's mark, or moves it from and to the packet's: {@code -j CONNMARK}, net/netfilter/xt_connmark.c.
 *
 * @param mark what {@link Mode#SET} sets
 * @param ctMask bits of the connection's mark that count
 * @param nfMask bits of the packet's mark that count
 * @param shift by how many bits to the left; negative to the right
 */
public record ConnmarkTarget(Mode mode, int mark, int ctMask, int nfMask, int shift) implements Target {

    /** What is done. */
    public enum Mode {
        /** The connection's mark becomes a value. */
        SET,
        /** The connection's mark becomes the packet's. */
        SAVE,
        /** The packet's mark becomes the connection's. */
        RESTORE
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        Connection connection = skb.connection();
        if (connection == null) {
            return null;
        }
        switch (mode) {
            case SET -> connection.mark(shifted((connection.mark() & ~ctMask) ^ mark));
            case SAVE -> connection.mark((connection.mark() & ~ctMask) ^ shifted(skb.mark() & nfMask));
            case RESTORE -> skb.mark((skb.mark() & ~nfMask) ^ shifted(connection.mark() & ctMask));
        }
        return null;
    }

    private int shifted(int value) {
        return shift < 0 ? value >>> -shift : value << shift;
    }

    @Override
    public String name() {
        return "CONNMARK";
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        String shown = mode == Mode.SET ? change() : mode.name().toLowerCase(Locale.ROOT) + masks();
        return " CONNMARK " + shown + shiftWords(" ");
    }

    /** {@code connmark_tg_print()}: as a MARK is printed. */
    private String change() {
        if (mark == 0) {
            return "and " + hex(~ctMask);
        }
        if (mark == ctMask) {
            return "or " + hex(mark);
        }
        if (ctMask == 0) {
            return "xor " + hex(mark);
        }
        return ctMask == -1 ? "set " + hex(mark) : "xset " + hex(mark) + "/" + hex(ctMask);
    }

    private String masks() {
        if (nfMask == ctMask) {
            return nfMask == -1 ? "" : " mask " + hex(nfMask);
        }
        return mode == Mode.SAVE
                ? " nfmask " + hex(nfMask) + " ctmask ~" + hex(ctMask)
                : " ctmask " + hex(ctMask) + " nfmask ~" + hex(nfMask);
    }

    private String shiftWords(String before) {
        if (shift == 0) {
            return "";
        }
        return before + (shift > 0 ? "left" : "right") + "-shift-mark " + Math.abs(shift);
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }

    @Override
    public String toString() {
        String options = mode == Mode.SET
                ? "--set-xmark " + hex(mark) + "/" + hex(ctMask)
                : "--" + mode.name().toLowerCase(Locale.ROOT) + "-mark --nfmask " + hex(nfMask) + " --ctmask "
                        + hex(ctMask);
        return "-j CONNMARK " + options + shiftWords(" --");
    }
}
