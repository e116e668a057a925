package packetwalk.net;

import java.util.ArrayList;
import java.util.List;

/** Addresses as text, both ways: dotted quads, RFC 4291 2.2 in and RFC 5952 out. */
final class AddressText {

    private AddressText() {}

    static IpAddress parseV4(String text) {
        return IpAddress.ofV4(parseQuad(text, text));
    }

    /** Read sign by sign: a file of rules has a hundred thousand of them. */
    private static int parseQuad(String text, String whole) {
        int bits = 0;
        int octet = -1;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && octet >= 0 && dots < 3) {
                bits = bits << 8 | octet;
                octet = -1;
                dots++;
            } else if (isDigit(c) && octet != 0 && Math.max(octet, 0) * 10 + c - '0' <= 255) {
                // a leading zero means octal to some parsers and decimal to others: refused, as Go and Kubernetes do
                octet = Math.max(octet, 0) * 10 + c - '0';
            } else {
                throw malformed(whole);
            }
        }
        if (dots != 3 || octet < 0) {
            throw malformed(whole);
        }
        return bits << 8 | octet;
    }

    static IpAddress parseV6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), text);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), text);
        int missing = 8 - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            throw malformed(text);
        }
        long[] halves = new long[2];
        for (int i = 0; i < 8; i++) {
            int group = i < head.size() ? head.get(i) : i < 8 - tail.size() ? 0 : tail.get(i - 8 + tail.size());
            halves[i / 4] = halves[i / 4] << 16 | group;
        }
        return IpAddress.ofV6(halves[0], halves[1]);
    }

    private static List<Integer> groups(String part, String whole) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] words = part.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            boolean last = i == words.length - 1 && whole.endsWith(words[i]);
            if (last && words[i].indexOf('.') >= 0) {
                int bits = parseQuad(words[i], whole);
                groups.add(bits >>> 16);
                groups.add(bits & 0xffff);
            } else if (words[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(words[i], 16));
            } else {
                throw malformed(whole);
            }
        }
        return groups;
    }

    static String printV4(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    /** RFC 5952, with section 5 for addresses that stand for an IPv4 one, as inet_ntop(3) prints them. */
    static String printV6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) {
            return "::ffff:" + printV4((int) low);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i % 4)) & 0xffff);
        }
        int gapStart = -1;
        int gapLength = 1; // RFC 5952 4.2.2: a single zero group is not shortened
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("\"" + text + "\" is not an IP address; write four numbers from 0 to 255"
                + " such as 10.100.0.2, or an IPv6 address such as fd00::2");
    }
}
