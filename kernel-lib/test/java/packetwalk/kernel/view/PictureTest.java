package packetwalk.kernel.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.Cluster;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

class PictureTest {

    static Stream<Walk> walks() {
        Stream<Walk> told = Stream.of(
                World.ping(), World.lost(), World.masqueraded(), World.sameNode(), World.odd(), World.empty());
        return Stream.concat(told, taken());
    }

    /** Walks that the engine decided. */
    private static Stream<Walk> taken() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .listen(8080)
                .node("10.100.0.3")
                .pod("client")
                .dockerHost("10.100.0.4")
                .container("web")
                .listen(80)
                .outside("10.200.0.0/24")
                .host("10.200.0.9")
                .listen(80)
                .up();
        return Stream.of(
                k8s.pod("client").get("http://10.0.1.2:8080/"),
                k8s.pod("client").traceroute("10.0.1.2"),
                k8s.pod("client").ping("10.200.0.9"),
                k8s.pod("client").ping("127.0.0.1"),
                k8s.container("web").ping("10.0.1.2"),
                k8s.container("web").ping("172.17.0.99"));
    }

    @Test
    void aClusterIsShownAsItsPicture() {
        Cluster one = cluster().node("10.100.0.2").pod("a").up();
        assertTrue(Views.bundle(one).getOrDefault("text/html", "").contains("data-name=\"a\""));
        assertEquals(one.text(), Views.bundle(one).get("text/plain"));
    }

    @ParameterizedTest
    @MethodSource("walks")
    void thePictureIsXmlWithWordsForWhoCannotSeeIt(Walk walk) {
        Picture picture = Views.picture(walk);
        Xml svg = Xml.parse(picture.svg());
        assertEquals("svg", svg.root().getTagName());
        assertEquals("img", svg.root().getAttribute("role"));
        assertEquals(picture.alt(), svg.root().getAttribute("aria-label"));
        assertEquals(picture.alt(), svg.root().getFirstChild().getTextContent());
        assertEquals(walk.text(), picture.text());
    }

    @ParameterizedTest
    @MethodSource("walks")
    void nothingInItRunsOrComesFromElsewhere(Walk walk) {
        String svg = Views.picture(walk).svg();
        assertFalse(svg.contains("<script"));
        assertFalse(svg.contains("href"));
        assertFalse(svg.contains("url("));
        assertFalse(svg.contains(" id="), "an identifier would clash with that of the next picture");
    }

    @ParameterizedTest
    @MethodSource("walks")
    void sameWalkSameBytes(Walk walk) {
        assertEquals(Views.picture(walk).svg(), Views.picture(walk).svg());
        assertEquals(Views.bundle(walk), Views.bundle(walk));
    }

    @Test
    void theAlternativeNamesSourceDestinationWayAndOutcome() {
        String alt = Views.picture(World.ping()).alt();
        assertTrue(alt.startsWith("client runs ping -c 1 10.0.1.2: ANSWERED: "), alt);
        assertTrue(alt.contains("client, node 10.100.0.3, router, node 10.100.0.2, server-1"), alt);
        String lost = Views.picture(World.lost()).alt();
        assertTrue(lost.contains("lost there, IP_INNOROUTES"), lost);
        String nat = Views.picture(World.masqueraded()).alt();
        assertTrue(nat.contains("MASQUERADE at node 10.100.0.3 changes src 10.0.2.3 -> 10.100.0.3"), nat);
    }

    @ParameterizedTest
    @MethodSource("walks")
    void everyDeviceOfAWayIsOnItsTrack(Walk walk) {
        if (walk.steps().isEmpty()) {
            return;
        }
        Layout layout = new Layout(Scene.of(walk), 0);
        List<Track> tracks = new Tracks(layout).of(walk);
        assertFalse(tracks.isEmpty());
        for (Track track : tracks) {
            List<Point> points =
                    track.stretches().stream().flatMap(s -> s.points.stream()).toList();
            for (Step step : track.way().steps()) {
                Spot spot = Spot.of(step.at());
                Optional<Layout.Bar> bar = Optional.ofNullable(layout.bars.get(spot));
                boolean on = bar.map(b -> points.stream().anyMatch(point -> point.y() == b.lane()))
                        .orElseGet(() -> points.contains(layout.places.get(spot)));
                assertTrue(
                        on,
                        spot + " is not on the track of packet " + track.way().packet());
            }
            assertEquals(track.way().places().size(), track.stops().size());
        }
    }

    @ParameterizedTest
    @MethodSource("walks")
    void tracksTurnAtRightAnglesOnly(Walk walk) {
        for (Track track : new Tracks(new Layout(Scene.of(walk), 3)).of(walk)) {
            for (Track.Stretch stretch : track.stretches()) {
                for (int i = 1; i < stretch.points.size(); i++) {
                    Point a = stretch.points.get(i - 1);
                    Point b = stretch.points.get(i);
                    assertTrue(
                            a.x() == b.x() || a.y() == b.y(),
                            a + " to " + b + " in " + track.way().packet());
                }
            }
        }
    }

    @Test
    void aRequestAndItsAnswerAreTwoLanesAndARepeatIsNone() {
        assertEquals(
                2, Xml.parse(Views.picture(World.ping()).svg()).groups("way").size());
        assertEquals(
                1, Xml.parse(Views.picture(World.lost()).svg()).groups("way").size());
        assertTrue(Views.picture(World.lost()).svg().contains("and 2 more that way"));
    }

    @Test
    void aLossIsMarkedWhereItHappened() {
        Xml svg = Xml.parse(Views.picture(World.lost()).svg());
        assertEquals(List.of("router"), svg.groups("loss"));
        assertTrue(svg.text().contains("IP_INNOROUTES"));
        assertEquals(List.of(), Xml.parse(Views.picture(World.ping()).svg()).groups("loss"));
    }

    @Test
    void natIsWrittenDownForthAndBack() {
        Xml svg = Xml.parse(Views.picture(World.masqueraded()).svg());
        assertEquals(List.of("MASQUERADE", "un-SNAT"), svg.groups("nat"));
        assertTrue(svg.text().contains("src 10.0.2.3"));
        assertTrue(svg.text().contains("→ 10.100.0.3"));
    }

    @Test
    void namesAreTextWhateverIsInThem() {
        Walk walk = World.odd();
        Xml svg = Xml.parse(Views.picture(walk).svg());
        assertTrue(svg.groups("pod").contains("<b>"), svg.groups("pod").toString());
        assertTrue(svg.groups("pod").contains("\"&'"), svg.groups("pod").toString());
        assertFalse(Views.bundle(walk).getOrDefault("text/html", "").contains("<b> on"));
        Xml.parse("<html>" + Views.bundle(walk).get("text/html").replace("&#8194;", " ") + "</html>");
    }

    @Test
    void aTopologyAloneShowsAllMachinesAndPods() {
        Picture picture = Views.picture(World.articles().topology());
        Xml svg = Xml.parse(picture.svg());
        assertEquals(
                List.of("peer", World.FAR_ROUTER, "router", "node 10.100.0.2", "node 10.100.0.3"),
                svg.groups("machine"));
        assertEquals(List.of("10.200.0.0/24", "10.255.0.0/30", "10.100.0.0/24"), svg.groups("segment"));
        assertEquals(List.of("server-1", "server-2", "client"), svg.groups("pod"));
        assertTrue(picture.alt().contains("node 10.100.0.3 with server-2 and client"), picture.alt());
        assertTrue(picture.text().contains("client: veth0 10.0.2.3/24  [pause, app :8080]"), picture.text());
    }

    @Test
    void aLargeClusterShowsWhatTheWalkVisits() {
        World world = World.of(200, 30);
        Walk walk = world.carry("pod-7-5", "pod-150-1", World.ping(world.ip("pod-7-5"), world.ip("pod-150-1"), false))
                .walk("pod-7-5", "ping pod-150-1", Outcome.Kind.TIMED_OUT, "");
        Xml svg = Xml.parse(Views.picture(walk).svg());
        assertEquals(List.of("router", World.node(6), World.node(149)), svg.groups("machine"));
        assertEquals(List.of("pod-7-5", "pod-150-1"), svg.groups("pod"));
        assertTrue(svg.text().contains("… and 198"));
        assertTrue(svg.text().contains("… and 29 more pods"));
    }

    @Test
    void nothingOverlapsInAClusterOfSixTimesSix() {
        Layout layout = new Layout(Scene.of(World.of(6, 6).topology()), 0);
        List<Box> boxes = layout.machines.stream().map(Layout.Machine::box).toList();
        assertApart(boxes);
        for (Layout.Machine machine : layout.machines) {
            List<Box> pods = machine.pods().stream().map(Layout.Pod::box).toList();
            assertApart(pods);
            for (Box pod : pods) {
                assertTrue(inside(machine.box(), pod), pod + " sticks out of " + machine.box());
            }
            assertTrue(inside(new Box(0, 0, layout.width(), layout.height()), machine.box()));
        }
        assertTrue(layout.width() <= 1400, "a page has no more: " + layout.width());
    }

    private static void assertApart(List<Box> boxes) {
        for (Box a : boxes) {
            for (Box b : boxes) {
                boolean apart = a.right() <= b.x() || b.right() <= a.x() || a.bottom() <= b.y() || b.bottom() <= a.y();
                assertTrue(a.equals(b) || apart, a + " overlaps " + b);
            }
        }
    }

    private static boolean inside(Box outer, Box inner) {
        return inner.x() >= outer.x()
                && inner.y() >= outer.y()
                && inner.right() <= outer.right()
                && inner.bottom() <= outer.bottom();
    }

    @Test
    void aFloodedQuestionReachesEveryPortAndIsNoLoss() {
        Walk walk = World.flooded();
        Way question = walk.ways().get(0);
        Track track = new Tracks(new Layout(Scene.of(walk), 0)).of(walk).get(0);
        assertTrue(question.findsNeighbour());
        assertNotEquals(1, track.stretches().size(), "a copy for each port");
        assertEquals(List.of(), Xml.parse(Views.picture(walk).svg()).groups("loss"));
    }

    @Test
    void aTopologyOfNothingIsAnEmptyPicture() {
        Xml.parse(Views.picture(Topology.EMPTY).svg());
        assertFalse(Views.bundle(World.empty()).getOrDefault("text/html", "").contains("<svg"));
    }
}
