package packetwalk.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;

/** What {@code gcloud compute … list} prints of a cloud's balancers. */
public final class Gcloud {

    private static final String REGION = "us-central1";

    private final CloudProvider cloud;
    private final LongFunction<Instant> calendar;

    /** {@code calendar} tells the date of a moment in virtual time. */
    public Gcloud(CloudProvider cloud, LongFunction<Instant> calendar) {
        this.cloud = cloud;
        this.calendar = calendar;
    }

    /**
     * What {@code container clusters describe} prints of a cluster.
     *
     * @param pods the ranges of its pods
     * @param services the ranges of its Services
     */
    public static String describe(String name, PerFamily<Cidr> pods, PerFamily<Cidr> services, int nodes) {
        List<String> lines = new ArrayList<>();
        pods.in(IpFamily.IPV4).ifPresent(range -> lines.add("clusterIpv4Cidr: " + range));
        lines.add("currentNodeCount: " + nodes);
        services.in(IpFamily.IPV6).ifPresent(range -> {
            lines.add("ipAllocationPolicy:");
            lines.add("  servicesIpv6CidrBlock: " + range);
            lines.add("  stackType: " + (services.isDual() ? "IPV4_IPV6" : "IPV6"));
        });
        lines.add("name: " + name);
        services.in(IpFamily.IPV4).ifPresent(range -> lines.add("servicesIpv4Cidr: " + range));
        lines.add("status: RUNNING");
        return String.join("\n", lines);
    }

    /** What a command prints; empty if it is none of those that are modelled. */
    public Optional<String> run(String arguments) {
        return switch (arguments.strip().replaceAll("\\s+", " ")) {
            case "compute addresses list" -> Optional.of(addresses());
            case "compute forwarding-rules list" -> Optional.of(forwardingRules());
            case "compute target-pools list" -> Optional.of(targetPools());
            case "compute operations list" -> Optional.of(operations());
            default -> Optional.empty();
        };
    }

    private String addresses() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("NAME", "ADDRESS/RANGE", "TYPE", "REGION", "STATUS")));
        cloud.parts().stream()
                .filter(CloudBalancer::isReserved)
                .forEach(part -> rows.add(List.of(
                        part.order().name(),
                        part.address().toString(),
                        "EXTERNAL",
                        REGION,
                        part.running().isPresent() ? "IN_USE" : "RESERVED")));
        return table(rows);
    }

    private String forwardingRules() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("NAME", "REGION", "IP_ADDRESS", "IP_PROTOCOL", "TARGET")));
        cloud.parts().stream()
                .filter(part -> part.running().isPresent())
                .forEach(part -> rows.add(List.of(
                        part.order().name(),
                        REGION,
                        part.address().toString(),
                        part.order().forwards().get(0).protocol().toString().toUpperCase(Locale.ROOT),
                        REGION + "/targetPools/" + part.order().name())));
        return table(rows);
    }

    private String targetPools() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("NAME", "REGION", "SESSION_AFFINITY", "BACKUP", "HEALTH_CHECKS")));
        cloud.parts().stream()
                .filter(CloudBalancer::isPooled)
                .forEach(part -> rows.add(List.of(
                        part.order().name(),
                        REGION,
                        part.order().scheduling() == Scheduling.CLIENT_IP ? "CLIENT_IP" : "NONE",
                        "",
                        part.order().name())));
        return table(rows);
    }

    private String operations() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("TYPE", "TARGET", "HTTP_STATUS", "STATUS", "TIMESTAMP")));
        cloud.operations()
                .forEach(each -> rows.add(List.of(
                        each.type(),
                        REGION + "/" + each.target(),
                        "200",
                        "DONE",
                        calendar.apply(each.endNanos()).toString())));
        return table(rows);
    }

    /** Columns as wide as their longest cell, two blanks apart; {@code Listed 0 items.} where there is nothing. */
    private static String table(List<List<String>> rows) {
        if (rows.size() == 1) {
            return "Listed 0 items.";
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
