package packetwalk.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Text that is almost right: well-formed text, changed here and there by chance, in its lines, words and signs. */
final class Mutations {

    private static final List<String> WORDS = List.of(
            ("! -A -I -D -R -j -g -m -p -s -d -i -o -c -t -n -v -6 -- - : * # \" ' \\ [0:0] [1:] 0 -1 1 16 65535 65536"
                            + " 4294967295 4294967296 99999999999999999999 0x 0xffffffffff 1.5 nan 0.0.0.0/0 255.255.255.255"
                            + " 10.0.0.0/33 10.0.0.1/255.0.255.0 256.1.1.1 fe80::1 ::/0 a=b = , ,, 1,2 5: :5 9:1 1-2 2-1"
                            + " COMMIT INPUT NOSUCH RETURN ACCEPT DROP tcp udp icmp all set recent nosuch eth0 eth0+ + lo"
                            + " averyveryverylongnameofadevice default dev via table add del show")
                    .split(" "));

    private static final String SIGNS = "\"'\\!-:,/[]*#=+. \t\r\0\u00e9\u4e2d0179azAZ";

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** A text made of lines of {@code corpus}, with up to six changes. */
    String text(List<String> corpus) {
        List<String> lines = new ArrayList<>(corpus);
        for (int changes = random.nextInt(7); changes > 0; changes--) {
            mutate(lines, corpus);
        }
        return String.join("\n", lines) + (random.nextInt(8) == 0 ? "" : "\n");
    }

    /** One line of {@code corpus}, with up to four changes. */
    String line(List<String> corpus) {
        String line = one(corpus);
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            line = mutated(line);
        }
        return line;
    }

    private void mutate(List<String> lines, List<String> corpus) {
        if (lines.isEmpty()) {
            lines.add(one(corpus));
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, one(corpus));
            case 2 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            default -> lines.set(at, mutated(lines.get(at)));
        }
    }

    private String mutated(String line) {
        return random.nextInt(3) == 0 ? signs(line) : words(line);
    }

    private String words(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        int at = random.nextInt(words.size());
        UnaryOperator<String> other = word -> random.nextBoolean() ? one(WORDS) : one(words);
        switch (random.nextInt(4)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, other.apply(""));
            case 2 -> words.set(at, other.apply(words.get(at)));
            default -> words.set(at, signs(words.get(at)));
        }
        return String.join(" ", words);
    }

    private String signs(String text) {
        int at = random.nextInt(text.length() + 1);
        String sign = String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + sign.repeat(random.nextInt(40) == 0 ? 300 : 1) + text.substring(at);
            case 2 -> at == text.length() ? text + sign : text.substring(0, at) + sign + text.substring(at + 1);
            default -> at == text.length() ? text : text.substring(0, at) + text.substring(at + 1);
        };
    }

    private String one(List<String> choices) {
        return choices.isEmpty() ? "" : choices.get(random.nextInt(choices.size()));
    }
}
