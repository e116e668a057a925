package packetwalk.tools;

import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** One {@code nexthop via … dev … weight …} as typed; a field that was not is empty. */
final class NexthopWords {

    private Optional<IpAddress> via = Optional.empty();
    private Optional<String> dev = Optional.empty();
    private int weight = 1;
    private boolean onlink;

    private NexthopWords() {}

    static NexthopWords of(Optional<IpAddress> via, Optional<String> dev, boolean onlink) {
        NexthopWords hop = new NexthopWords();
        hop.via = via;
        hop.dev = dev;
        hop.onlink = onlink;
        return hop;
    }

    /** Reads what stands behind {@code nexthop}, up to the next one. */
    static NexthopWords read(Words words) {
        NexthopWords hop = new NexthopWords();
        while (words.hasNext() && !words.peek().equals("nexthop")) {
            if (words.take("via")) {
                words.take("inet");
                hop.via = Optional.of(words.nextAddress("a gateway"));
            } else if (words.take("dev", "oif")) {
                hop.dev = Optional.of(words.next("a device"));
            } else if (words.take("weight")) {
                hop.weight = weight(words);
            } else if (words.take("onlink")) {
                hop.onlink = true;
            } else if (!words.take("dead", "linkdown")) {
                throw words.unexpected("via, dev, weight and onlink behind nexthop");
            }
        }
        return hop;
    }

    private static int weight(Words words) {
        int weight = words.nextNumber("weight");
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("\"weight\" " + weight + " is invalid; use 1 to 256");
        }
        return weight;
    }

    Optional<IpAddress> via() {
        return via;
    }

    Optional<String> dev() {
        return dev;
    }

    int weight() {
        return weight;
    }

    boolean onlink() {
        return onlink;
    }
}
