package packetwalk.oracle;

/** Connections, datagrams, pings and packets of no socket, between any two addresses. */
final class RandomProbes {

    /** What {@link RandomNat} makes a service of. */
    static final String SERVICE = "172.30.0.1";

    private final Draft draft;

    RandomProbes(Draft draft) {
        this.draft = draft;
    }

    /** Asks {@code count} times. */
    void ask(int count) {
        boolean countable = draft.chance(15); // no TCP: then all rules' counters can be compared
        for (int i = 0; i < (countable ? count - 1 : count); i++) {
            if (draft.chance(10)) {
                draft.add("forget");
            }
            draft.add(draft.any(draft.namespaces()) + " " + probe(countable));
        }
        if (countable) {
            draft.add("counters");
        }
    }

    private String probe(boolean countable) {
        return switch (draft.number(countable ? 3 : 8)) {
            case 0, 3 -> "sends %s:%s%s".formatted(to(), draft.any("53", "53", "54", "8053"), rest());
            case 1, 2, 4 -> "pings %s%s".formatted(to(), ttl());
            case 5 -> draft.chance(40) ? injection() : connection();
            default -> connection();
        };
    }

    private String connection() {
        return "connects %s:%s".formatted(to(), draft.any("80", "80", "8080", "81"));
    }

    private String injection() {
        String from = draft.chance(70) ? draft.address() : draft.any("10.1.0.99", "192.0.2.1");
        String ports = "%s:%d > %s:%s".formatted(from, 6000 + draft.number(3), to(), draft.any("80", "8080", "53"));
        return "injects "
                + switch (draft.number(6)) {
                    case 0 -> "udp " + ports;
                    case 1 -> "icmp %s %s > %s id 7".formatted(draft.any("8/0", "0/0"), from, to());
                    case 2 -> "tcp R " + ports;
                    case 3 -> "tcp F. " + ports;
                    case 4 -> "tcp . " + ports;
                    default -> "tcp S " + ports;
                };
    }

    private String to() {
        int dice = draft.number(100);
        if (dice < 84) {
            return draft.address();
        }
        return dice < 92 ? SERVICE : draft.any("172.16.0.1", "10.1.0.77", "127.0.0.1", "10.99.0.1", "10.77.0.2");
    }

    private String rest() {
        return (draft.chance(20) ? " from 5000" : "") + ttl() + (draft.chance(10) ? " as 1000" : "");
    }

    private String ttl() {
        return draft.chance(25) ? " ttl " + (1 + draft.number(4)) : "";
    }
}
