package packetwalk.cloud;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.socket.Endpoint;

/** Which backend a new connection goes to. */
public enum Scheduling {
    /** One after the other. */
    ROUND_ROBIN("rr", "the next in turn"),
    /** By the client's address and port (Maglev, with another backend where the first is out), so that all packets of a connection agree: what clouds do unless told otherwise. */
    HASH("mh -b mh-fallback,mh-port", "by the client's address and port"),
    /** By the client's address alone, so that a client keeps its backend: {@code sessionAffinity: ClientIP}. */
    CLIENT_IP("mh -b mh-fallback", "by the client's address");

    private final String ipvs;
    private final String words;

    Scheduling(String ipvs, String words) {
        this.ipvs = ipvs;
        this.words = words;
    }

    /** How it chooses, for people. */
    String words() {
        return words;
    }

    /** What {@code ipvsadm -s} takes. */
    String ipvs() {
        return ipvs;
    }

    /**
     * A proxy's choice.
     *
     * @param turn how many connections came before
     */
    Optional<Target> choose(List<Target> from, Endpoint client, int turn) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        if (this == ROUND_ROBIN) {
            return Optional.of(from.get(Math.floorMod(turn, from.size())));
        }
        // the highest of all hashes: when a backend goes, only its own clients go elsewhere
        String key = this == HASH ? client.toString() : client.address().toString();
        return from.stream().max(Comparator.comparing(target -> mix(key + "|" + target.address())));
    }

    /** FNV-1a, stirred: some function of the text that is the same everywhere. */
    private static long mix(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
