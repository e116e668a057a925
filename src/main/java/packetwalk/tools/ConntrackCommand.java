package packetwalk.tools;

import java.util.List;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code conntrack}: the table of tracked connections. */
final class ConntrackCommand implements Tool {

    private static final String NAME = "conntrack v1.4.7 (conntrack-tools)";

    private final Conntrack conntrack;

    ConntrackCommand(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String run(Words words, String input) {
        ConntrackOptions options = ConntrackOptions.read(words);
        ConntrackText text = new ConntrackText(conntrack, options.extended());
        return switch (options.command()) {
            case LIST -> list(options, text);
            case GET -> get(options, text);
            case DELETE -> delete(options, text);
            case CREATE -> {
                conntrack.insert(options.create());
                yield summary(1, "created");
            }
            case UPDATE -> update(options, text);
            case FLUSH -> {
                conntrack.flush();
                yield NAME + ": connection tracking table has been emptied.\n";
            }
            case COUNT -> conntrack.size() + "\n";
            case STATISTICS -> "cpu=0   \t" + conntrack.counters() + " \n";
            case VERSION -> NAME + "\n";
        };
    }

    private List<Connection> found(ConntrackOptions options) {
        return conntrack.connections().stream().filter(options.filter()).toList();
    }

    private String list(ConntrackOptions options, ConntrackText text) {
        List<Connection> found = found(options);
        String lines = text.lines(found, 1);
        if (options.zero()) {
            found.forEach(Connection::zero);
        }
        return lines + summary(found.size(), "shown");
    }

    private String get(ConntrackOptions options, ConntrackText text) {
        Connection found = conntrack
                .connection(options.tuple(), options.zone())
                .orElseThrow(() -> new IllegalArgumentException(
                        NAME + ": Operation failed: such conntrack doesn't exist; list all with conntrack -L"));
        return text.lines(List.of(found), 2) + summary(1, "shown");
    }

    private String delete(ConntrackOptions options, ConntrackText text) {
        List<Connection> found = found(options);
        String lines = text.lines(found, 1);
        found.forEach(conntrack::delete);
        return lines + summary(found.size(), "deleted");
    }

    private String update(ConntrackOptions options, ConntrackText text) {
        List<Connection> found = found(options);
        for (Connection each : found) {
            options.mark().ifPresent(each::mark);
            options.timeout().ifPresent(seconds -> conntrack.timeout(each, seconds));
        }
        return text.lines(found, 2) + summary(found.size(), "updated");
    }

    private static String summary(int count, String what) {
        return NAME + ": " + count + " flow entries have been " + what + ".\n";
    }
}
