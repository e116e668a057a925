package packetwalk.linux.route;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/** Answers about destinations, kept until somebody changes what they follow from. */
final class ByDestination<V> {

    /** Then it forgets all and begins anew: a router of 5,000 nodes must not remember every pod. */
    private static final int MOST = 10_000;

    private final Map<IpAddress, V> answers = new HashMap<>();

    @Nullable
    V get(IpAddress destination) {
        return answers.get(destination);
    }

    void put(IpAddress destination, V answer) {
        if (answers.size() >= MOST) {
            answers.clear();
        }
        answers.put(destination, answer);
    }

    void clear() {
        answers.clear();
    }
}
