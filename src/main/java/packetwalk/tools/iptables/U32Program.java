package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.U32Match;

/**
 * The language of {@code --u32}, as libxt_u32.c reads it: tests joined by {@code &&}, each
 * {@code NUMBER [OPERATOR NUMBER]… = NUMBER[:NUMBER][,…]}.
 */
final class U32Program {

    /** XT_U32_MAXSIZE: so many tests, numbers of a place, and values. */
    private static final int MOST = 10;

    private final String text;
    private int at;

    private U32Program(String text) {
        this.text = text;
    }

    static U32Match read(Extension.Option option) {
        U32Program program = new U32Program(option.value());
        List<U32Match.Test> tests = new ArrayList<>();
        do {
            tests.add(program.test());
            program.requireAtMost(tests.size(), "\"&&\"s");
        } while (program.another());
        return new U32Match(tests, option.negated());
    }

    private U32Match.Test test() {
        long start = number();
        List<U32Match.Operation> operations = new ArrayList<>();
        while (!take("=")) {
            U32Match.Operator operator = operator();
            operations.add(new U32Match.Operation(operator, number()));
            requireAtMost(operations.size() + 1, "operators");
        }
        List<Range> values = new ArrayList<>();
        do {
            long from = number();
            values.add(new Range(from, take(":") ? number() : from, false));
            requireAtMost(values.size(), "\",\"s");
        } while (take(","));
        return new U32Match.Test(start, operations, values);
    }

    private boolean another() {
        skipBlanks();
        if (at == text.length()) {
            return false;
        }
        if (!take("&&")) {
            throw wrong("\"&&\" or the end was expected");
        }
        return true;
    }

    private U32Match.Operator operator() {
        for (U32Match.Operator operator : U32Match.Operator.values()) {
            if (take(operator.toString())) {
                return operator;
            }
        }
        skipBlanks();
        throw wrong(
                at == text.length()
                        ? "abrupt end of input after location specifier"
                        : "operator expected: & << >> @ =");
    }

    private boolean take(String sign) {
        skipBlanks();
        boolean there = text.startsWith(sign, at);
        at += there ? sign.length() : 0;
        return there;
    }

    private long number() {
        skipBlanks();
        int from = at;
        while (at < text.length() && Character.digit(text.charAt(at), 36) >= 0) {
            at++;
        }
        return Numbers.parse(text.substring(from, at), Numbers.UINT32)
                .orElseThrow(() -> wrong("not a number or out of range"));
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private void requireAtMost(int count, String what) {
        if (count > MOST) {
            throw wrong("too many " + what + "; " + MOST + " numbers or tests are the most");
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("u32: at char " + at + " of \"" + text + "\": " + why);
    }
}
