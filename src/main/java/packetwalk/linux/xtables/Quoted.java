package packetwalk.linux.xtables;

import java.util.regex.Pattern;

/** Words of a rule as {@code iptables-save} writes them: libxtables {@code xtables_save_string()}. */
public final class Quoted {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern ESCAPED = Pattern.compile("[\"\\\\']");

    private Quoted() {}

    /** {@code words} as they are if they need no quotes, else within quotes and with backslashes before these. */
    public static String of(String words) {
        return PLAIN.matcher(words).matches()
                ? words
                : '"' + ESCAPED.matcher(words).replaceAll("\\\\$0") + '"';
    }
}
