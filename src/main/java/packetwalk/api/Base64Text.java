package packetwalk.api;

import java.util.OptionalInt;

/** Base64 as Go's {@code encoding/base64} reads it: strict about padding, blind to line ends. */
final class Base64Text {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int QUANTUM = 4;

    private Base64Text() {}

    /** Where {@code text} stops being base64, by the number that {@code CorruptInputError} has; empty if it is all well. */
    static OptionalInt corruptAt(String text) {
        int filled = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                return padding(text, i, filled);
            }
            if (ALPHABET.indexOf(c) < 0) {
                return OptionalInt.of(i);
            }
            filled = (filled + 1) % QUANTUM;
        }
        return filled == 0 ? OptionalInt.empty() : OptionalInt.of(text.length() - filled);
    }

    /** One {@code =} after three letters of a quantum, two after two, and then nothing. */
    private static OptionalInt padding(String text, int at, int filled) {
        if (filled < 2) {
            return OptionalInt.of(at);
        }
        int next = afterLineEnds(text, at + 1);
        if (filled == 2) {
            if (next == text.length()) {
                return OptionalInt.of(next);
            }
            if (text.charAt(next) != '=') {
                return OptionalInt.of(next - 1);
            }
            next = afterLineEnds(text, next + 1);
        }
        return next < text.length() ? OptionalInt.of(next) : OptionalInt.empty();
    }

    private static int afterLineEnds(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) == '\n' || text.charAt(i) == '\r')) {
            i++;
        }
        return i;
    }
}
