package packetwalk.kernel.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Outcome;
import packetwalk.trace.Printout;
import packetwalk.trace.Walk;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ViewsTest {

    private static String html(Object value) {
        return Views.bundle(value).getOrDefault("text/html", "");
    }

    @Test
    void theTableHasOneTypedRowForEachStep() {
        Walk walk = World.ping();
        Table table = Views.table(walk);
        assertEquals(walk.steps().size(), table.rowCount());
        assertEquals(
                List.of(
                        "step",
                        "time_us",
                        "packet",
                        "host",
                        "netns",
                        "device",
                        "layer",
                        "event",
                        "decision",
                        "reason",
                        "protocol",
                        "src",
                        "dst",
                        "sport",
                        "dport",
                        "ttl",
                        "changed"),
                table.columnNames());
        for (String name : List.of("step", "packet", "sport", "dport", "ttl")) {
            assertEquals(ColumnType.INTEGER, table.column(name).type(), name);
        }
        assertEquals(ColumnType.DOUBLE, table.column("time_us").type());
        assertEquals(ColumnType.STRING, table.column("changed").type());
    }

    @Test
    void aLearnerFindsWhereTheTtlChanged() {
        Table table = Views.table(World.ping());
        Table changed = table.where(table.stringColumn("event")
                .isEqualTo("forwarded")
                .and(table.intColumn("packet").isEqualTo(3)));
        assertEquals(
                List.of("node 10.100.0.3", "router", "node 10.100.0.2"),
                changed.stringColumn("host").asList());
        assertEquals(
                List.of("ttl 64→63", "ttl 63→62", "ttl 62→61"),
                changed.stringColumn("changed").asList());
        assertEquals(64, changed.intColumn("ttl").max());
    }

    @Test
    void portsAreNumbersOrMissing() {
        Packet query =
                Packet.of(IpAddress.parse("10.0.2.3"), IpAddress.parse("10.0.1.2"), new Udp(40000, 53, Bytes.of("?")));
        Walk walk = World.articles()
                .arp("client")
                .carry("client", "server-1", query)
                .walk("client", "dig", Outcome.Kind.ANSWERED, "");
        Table table = Views.table(walk);
        Table arp = table.where(table.stringColumn("protocol").isEqualTo("arp"));
        assertEquals(arp.rowCount(), arp.intColumn("dport").countMissing());
        assertEquals(arp.rowCount(), arp.intColumn("ttl").countMissing());
        Table udp = table.where(table.stringColumn("protocol").isEqualTo("udp"));
        assertEquals(0, udp.intColumn("dport").countMissing());
        assertEquals(53, udp.intColumn("dport").min());
        assertTrue(html(arp).contains("<td class=\"pw-n\"></td>"), "missing is empty, no number");
    }

    @Test
    void aWalkWithoutStepsIsATableWithoutRows() {
        assertEquals(0, Views.table(World.empty()).rowCount());
        assertTrue(html(World.empty()).contains("No packet was sent."));
        assertTrue(html(World.empty()).contains("UNKNOWN"));
        assertTrue(html(World.empty()).contains("-m bpf is not modelled"));
        assertTrue(Views.times(World.empty()).alt().contains("nothing to show"));
        assertTrue(Views.times(World.empty()).png().length > 0);
    }

    @Test
    void everyFormHasPlainText() {
        Exhibit exhibit = () -> "a < b";
        for (Object value : Arrays.asList(
                World.ping(),
                Views.picture(World.ping()),
                Views.times(World.ping()),
                Views.table(World.ping()),
                new Printout("client", "ip route", "default"),
                exhibit,
                42)) {
            String text = Views.bundle(value).getOrDefault("text/plain", "");
            assertFalse(text.isBlank(), value.getClass().getName());
            assertFalse(html(value).contains("<script"));
        }
        assertTrue(html(exhibit).contains("a &lt; b"));
        assertEquals(Map.of("text/plain", "null"), Views.bundle(null));
    }

    @Test
    void aWalkIsAPictureAboveItsHopsAndOtherPacketsBehindAClick() {
        String html = html(World.ping());
        assertTrue(html.indexOf("<svg") < html.indexOf("class=\"pw-hop\""));
        assertEquals(3, html.split("<details>", -1).length - 1);
        assertTrue(html.contains("ttl 64 → 63"));
        assertTrue(html.contains("longest prefix that matches"));
        assertTrue(html(World.lost()).contains("<tr class=\"pw-drop\">"));
    }

    @Test
    void stopsOfTheAnswerAreCountedOnAsInThePicture() {
        String html = html(World.ping());
        String reply = html.substring(html.indexOf("ICMP echo reply, id 1, seq 1, ttl 64 <span"));
        assertTrue(reply.contains(">6 &#8194;server-1 on node 10.100.0.2<"), reply);
    }

    @Test
    void aPrintoutShowsItsPromptAndIsEscaped() {
        String html = html(new Printout("client", "echo '<b>'", "<b> & \"\u0001\""));
        assertTrue(html.contains("client$ echo &#39;&lt;b&gt;&#39;</span>\n&lt;b&gt; &amp; &quot;\ufffd&quot;"), html);
    }

    @Test
    void aLongTableIsCutWithANote() {
        IntColumn numbers = IntColumn.create("<n>", new int[1000]);
        Table table = Table.create("<t>", numbers, StringColumn.create("s", new String[1000]));
        String html = html(table);
        assertEquals(61, html.split("<tr>", -1).length - 1);
        assertTrue(html.contains("&lt;t&gt;: 1000 rows, the first 60 shown"), html);
        assertTrue(html.contains("&lt;n&gt;"));
    }

    @Test
    void aChartIsAnImageWithTheSameNumbersInWords() {
        Map<String, Integer> answers = new LinkedHashMap<>();
        answers.put("server-1", 5020);
        answers.put("server-2", 4980);
        Chart chart = Views.bars("Who answered", "answers", answers);
        Map<String, String> forms = Views.bundle(chart);
        byte[] png = Base64.getDecoder().decode(forms.getOrDefault("image/png", ""));
        assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(png, 4));
        assertTrue(png.length < 60_000, "small enough to be kept in a notebook: " + png.length);
        assertEquals("Bar chart: Who answered. server-1: 5020 answers; server-2: 4980 answers.", chart.alt());
        assertTrue(forms.getOrDefault("text/html", "").contains("<img alt=\"Bar chart: Who answered."));
        assertTrue(chart.text().contains("server-1  ######################################## 5020"), chart.text());
        assertTrue(html(chart.raw()).contains("alt=\"Chart: Who answered\""), "also one made without us");
    }

    @Test
    void oneBarIsAChartToo() {
        assertTrue(Views.bars("t", "u", Map.of("only", 0.5)).png().length > 0);
        assertTrue(Views.bars("t", "u", Map.of("none", 0)).text().endsWith(" 0"));
    }

    @Test
    void theTimesOfAWalkAddUpToTheWalk() {
        Walk walk = World.ping();
        double sum = WalkTimes.spans(walk).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertEquals(walk.micros(walk.steps().get(walk.steps().size() - 1)), sum, 1e-9);
        assertTrue(WalkTimes.spans(walk).containsKey("node 10.100.0.3 → router"));
    }
}
