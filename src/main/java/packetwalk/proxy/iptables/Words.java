package packetwalk.proxy.iptables;

import java.util.List;
import packetwalk.net.IpAddress;

/** A rule's words as far as they are known; each method gives a longer one. */
record Words(String text) {

    static final Words NONE = new Words("");

    static Words of(String... words) {
        return NONE.and(words);
    }

    /** A comment, in quotes if there is a blank in it. */
    static Words comment(String comment) {
        return of("-m", "comment", "--comment", comment.indexOf(' ') < 0 ? comment : '"' + comment + '"');
    }

    Words and(String... words) {
        return and(List.of(words));
    }

    Words and(List<String> words) {
        String more = String.join(" ", words);
        return more.isEmpty() ? this : new Words(text.isEmpty() ? more : text + " " + more);
    }

    Words protocol(String protocol) {
        return and("-m", protocol, "-p", protocol);
    }

    /** What goes to one port of one address. */
    Words to(String protocol, IpAddress address, int port) {
        return protocol(protocol).and("-d", address.toString()).port(port);
    }

    Words port(int port) {
        return and("--dport", String.valueOf(port));
    }

    Words jump(String target) {
        return and("-j", target);
    }

    @Override
    public String toString() {
        return text;
    }
}
