package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import packetwalk.net.ArpMessage;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** A walk in a notebook: the picture, the first packet's hops, and every other packet behind a click. */
final class WalkHtml {

    /** Later packets that can be opened; a notebook page has to carry them all. */
    private static final int MOST_DETAILS = 20;

    private final Walk walk;
    private final StringBuilder html = new StringBuilder();

    private WalkHtml(Walk walk) {
        this.walk = walk;
    }

    static String of(Walk walk) {
        return Html.card(new WalkHtml(walk).whole());
    }

    private String whole() {
        html.append("<p><code>")
                .append(Html.prompt(walk.from(), walk.command()))
                .append("</code> &#8194;<span class=\"pw-badge ")
                .append(walk.answered() ? "pw-good" : walk.outcome().kind() == Outcome.Kind.UNKNOWN ? "" : "pw-bad")
                .append("\">")
                .append(Html.escape(walk.outcome().kind().name()))
                .append("</span> ")
                .append(Html.escape(walk.outcome().text()))
                .append("</p>");
        if (!walk.topology().equals(Topology.EMPTY)) {
            html.append(Picture.of(walk).svg());
        }
        List<Way> ways = walk.ways();
        List<Way> ip = ways.stream().filter(way -> !way.findsNeighbour()).toList();
        if (ways.isEmpty()) {
            html.append("<p>No packet was sent.</p>");
        } else {
            Way first = ip.isEmpty() ? ways.get(0) : ip.get(0);
            html.append("<p><b>Packet ")
                    .append(first.packet())
                    .append("</b> ")
                    .append(Html.escape(first.content().summary()))
                    .append("</p>");
            hops(first, 0);
            later(ways, first);
            handled(first);
        }
        output();
        return html.toString();
    }

    private static String called(List<Way> neighbours) {
        boolean arp = neighbours.stream().allMatch(way -> way.content() instanceof ArpMessage);
        return arp ? " ARP messages" : " messages of neighbour discovery";
    }

    private void later(List<Way> ways, Way first) {
        List<Way> others =
                ways.stream().filter(way -> way.packet() != first.packet()).toList();
        // the picture counts the stops of the first answer on from those of the first packet
        int reply = others.stream()
                .filter(way -> way.findsNeighbour() == first.findsNeighbour() && Tracks.isBack(way, first))
                .mapToInt(Way::packet)
                .findFirst()
                .orElse(0);
        List<Way> neighbours = others.stream().filter(Way::findsNeighbour).toList();
        if (neighbours.size() > 2) {
            html.append("<details><summary>")
                    .append(neighbours.size())
                    .append(called(neighbours))
                    .append("</summary><div class=\"pw-in\">");
            neighbours.stream().limit(MOST_DETAILS).forEach(way -> details(way, 0));
            more(neighbours);
            html.append("</div></details>");
            others = others.stream().filter(way -> !way.findsNeighbour()).toList();
        }
        others.stream()
                .limit(MOST_DETAILS)
                .forEach(way ->
                        details(way, way.packet() == reply ? first.places().size() : 0));
        more(others);
    }

    private void more(List<Way> ways) {
        if (ways.size() > MOST_DETAILS) {
            html.append("<p class=\"pw-why\">… and ")
                    .append(ways.size() - MOST_DETAILS)
                    .append(" more; <code>walk.packet(n)</code> shows each</p>");
        }
    }

    private void details(Way way, int stopsBefore) {
        html.append("<details><summary>Packet ")
                .append(way.packet())
                .append(": ")
                .append(Html.escape(way.content().summary()))
                .append(" <span class=\"pw-why\">")
                .append(Html.escape(String.join(" → ", way.places())))
                .append("</span>");
        if (way.lost() && !way.findsNeighbour()) {
            html.append(" <b>✕ ").append(Html.escape(way.end().reason())).append("</b>");
        }
        html.append("</summary>");
        hops(way, stopsBefore);
        html.append("</details>");
    }

    private void hops(Way way, int stopsBefore) {
        head();
        String place = "";
        int number = stopsBefore;
        for (Step step : way.steps()) {
            if (!step.at().where().equals(place)) {
                place = step.at().where();
                hop(++number + " &#8194;" + Html.escape(place));
            }
            row(step);
        }
        html.append("</tbody></table>");
    }

    private void head() {
        html.append("<table class=\"pw-t\"><thead><tr>");
        for (String name : List.of("µs", "device", "event", "decided by", "why")) {
            html.append("<th scope=\"col\"").append(name.equals("µs") ? " class=\"pw-n\">" : ">");
            html.append(name).append("</th>");
        }
        html.append("</tr></thead><tbody>");
    }

    /** A row that tells where; {@code title} is HTML. */
    private void hop(String title) {
        html.append("<tr class=\"pw-hop\"><th colspan=\"5\" scope=\"rowgroup\">")
                .append(title)
                .append("</th></tr>");
    }

    private void row(Step step) {
        String kind = step instanceof Step.Dropped && !Way.isUnwantedCopy(step)
                ? "pw-drop"
                : step instanceof Step.Translated ? "pw-nat" : "";
        html.append("<tr class=\"").append(kind).append("\">");
        cell("pw-n", Html.escape(String.format(Locale.ROOT, "%.1f", walk.micros(step))));
        cell("", Html.escape(step.at().device()));
        cell("", Html.escape(step.event()));
        List<String> decided = new ArrayList<>();
        if (!step.changes().isEmpty()) {
            decided.add(step.changes().stream()
                    .map(change -> "<span class=\"pw-change\">" + Html.escape(change.text(" → ")) + "</span>")
                    .collect(Collectors.joining(", ")));
        }
        if (!step.decision().isEmpty() && !(step instanceof Step.Forwarded)) {
            decided.add("<code>" + Html.escape(step.decision()) + "</code>");
        }
        cell("", String.join(" ", decided));
        cell("pw-why", Html.escape(step.reason()));
        html.append("</tr>");
    }

    private void cell(String style, String content) {
        html.append("<td class=\"").append(style).append("\">").append(content).append("</td>");
    }

    /** What programs decided about later packets: why the first one's way went on as it did. */
    private void handled(Way first) {
        List<Step.Handled> decisions = walk.steps(Step.Handled.class).stream()
                .filter(step -> step.at().packet() != first.packet())
                .toList();
        if (decisions.isEmpty()) {
            return;
        }
        html.append("<p><b>What programs decided</b></p>");
        head();
        decisions.stream().limit(MOST_DETAILS).forEach(step -> {
            hop("Packet " + step.at().packet() + ", " + Html.escape(step.at().where()));
            row(step);
        });
        html.append("</tbody></table>");
    }

    private void output() {
        if (!walk.output().isBlank()) {
            html.append("<details><summary>What ")
                    .append(Html.escape(walk.command().split(" ", 2)[0]))
                    .append(" printed</summary><pre class=\"pw-pre\">")
                    .append(Html.escape(walk.output().stripTrailing()))
                    .append("</pre></details>");
        }
    }
}
