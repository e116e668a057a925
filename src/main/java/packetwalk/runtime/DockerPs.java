package packetwalk.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.program.Server;

/** The table that {@code docker ps} prints. */
final class DockerPs {

    private static final List<String> HEADER =
            List.of("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");

    private DockerPs() {}

    static String print(long now, List<ContainerInstance> containers, boolean all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        List<ContainerInstance> newestFirst = new ArrayList<>(containers);
        Collections.reverse(newestFirst);
        for (ContainerInstance container : newestFirst) {
            if (all || container.running()) {
                rows.add(row(now, container));
            }
        }
        return Columns.print(rows, 10);
    }

    private static List<String> row(long now, ContainerInstance container) {
        boolean exposed = container.running() && !container.onHostNetwork();
        String ports = container.servers().stream().map(server -> port(server)).collect(Collectors.joining(", "));
        String since = ago(now - container.changed());
        String status = container.running() ? "Up " + since : "Exited (" + container.exitCode() + ") " + since + " ago";
        return List.of(
                container.id(),
                container.image(),
                "\"" + container.command() + "\"",
                ago(now - container.created()) + " ago",
                status,
                exposed ? ports : "", // on the host's network there is nothing between it and its ports
                container.name());
    }

    private static String port(Server server) {
        return server.port() + "/" + server.protocol();
    }

    /** Docker's units.HumanDuration. */
    private static String ago(long nanos) {
        Duration age = Duration.ofNanos(nanos);
        if (age.toSeconds() < 1) {
            return "Less than a second";
        }
        if (age.toSeconds() < 60) {
            return age.toSeconds() == 1 ? "1 second" : age.toSeconds() + " seconds";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() == 1 ? "About a minute" : age.toMinutes() + " minutes";
        }
        if (age.toHours() < 48) {
            return age.toHours() == 1 ? "About an hour" : age.toHours() + " hours";
        }
        return age.toDays() + " days";
    }
}
