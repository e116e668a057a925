package packetwalk.linux.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** Longest prefix, metric, rules: against a reference that looks at every route. */
class FibTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("the most specific route wins, then the lowest metric, in random tables that change")
    void longest_prefix(long seed) {
        Random random = new Random(seed);
        Fib fib = new Fib(Links.ALL_UP);
        List<Route> all = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            Route route = route(random);
            if (all.stream().noneMatch(other -> other.sameKey(route))) {
                fib.add(Fib.MAIN, route);
                all.add(route);
            }
            if (random.nextInt(3) == 0 && !all.isEmpty()) {
                assertTrue(fib.remove(Fib.MAIN, all.remove(random.nextInt(all.size()))));
            }
            IpAddress dst = address(random);
            Optional<Route> expected = all.stream()
                    .filter(each -> each.dst().contains(dst))
                    .max(Comparator.<Route>comparingInt(each -> each.dst().length())
                            .thenComparing(
                                    Comparator.comparingInt(Route::metric).reversed()));
            RouteResult answer = fib.lookup(RouteQuery.output(dst, IpAddress.ANY_V4, 0));

            assertEquals(expected.isPresent(), answer.found(), () -> "seed " + seed + ", " + dst);
            expected.ifPresent(
                    route2 -> assertEquals(route2, answer.route(), () -> "seed " + seed + ", " + dst + " in " + all));
        }
    }

    private static IpAddress address(Random random) {
        return IpAddress.ofV4(random.nextInt(3) << 30 | random.nextInt(4) << 15 | random.nextInt(6));
    }

    private static Route route(Random random) {
        Cidr dst = Cidr.around(address(random), random.nextInt(33));
        IpAddress gateway = IpAddress.ofV4(random.nextInt());
        return new Route(
                RouteType.UNICAST,
                dst,
                0,
                List.of(Nexthop.of(Optional.of(gateway), "eth" + random.nextInt(3))),
                Scope.GLOBAL,
                Optional.empty(),
                random.nextInt(3) * 100,
                "boot",
                RouteMetrics.NONE);
    }

    @Test
    @DisplayName("two routes to one destination with one metric cannot stand in one table; another metric is a reserve")
    void one_destination_and_metric() {
        Fib fib = new Fib(Links.ALL_UP);
        Route first = Route.via(Cidr.parse("10.0.1.0/24"), IpAddress.parse("10.100.0.2"), "eth0");
        fib.add(Fib.MAIN, first);
        Route second = Route.via(Cidr.parse("10.0.1.0/24"), IpAddress.parse("10.100.0.3"), "eth0");

        assertThrows(IllegalArgumentException.class, () -> fib.add(Fib.MAIN, second));
        fib.add("100", second);

        assertEquals(first, fib.lookup(to("10.0.1.2")).route());
        assertTrue(fib.remove(Fib.MAIN, first));
        assertFalse(fib.remove(Fib.MAIN, first));
        assertFalse(fib.lookup(to("10.0.1.2")).found(), "no rule leads to table 100");
    }

    private static RoutingRule rule(int priority, RuleSelector selector, String table) {
        return new RoutingRule(priority, selector, RuleAction.lookup(table), "");
    }

    private static RuleSelector marked(Cidr to, int mark, int mask) {
        return new RuleSelector(
                false, Cidr.ALL_V4, to, 0, mark, mask, "", "", Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    private static String table(RouteResult answer) {
        return answer.rule().orElseThrow().action().table();
    }

    private static RouteQuery to(String dst) {
        return RouteQuery.output(IpAddress.parse(dst), IpAddress.ANY_V4, 0);
    }

    @Test
    @DisplayName("rules are asked by priority, those of one priority in the order of their making")
    void rules_by_priority() {
        Fib fib = new Fib(Links.ALL_UP);
        Cidr net = Cidr.parse("10.0.1.0/24");
        for (String table : List.of("1", "2", "3")) {
            fib.add(table, Route.via(net, IpAddress.parse("10.100.0." + table), "eth0"));
        }
        fib.add(rule(200, RuleSelector.ALL, "2"));
        fib.add(rule(200, RuleSelector.ALL, "3"));
        assertEquals("2", table(fib.lookup(to("10.0.1.2"))));

        fib.add(rule(100, marked(net, 0x10, 0xf0), "1"));
        assertEquals("2", table(fib.lookup(to("10.0.1.2"))), "the mark does not fit");
        RouteQuery marked = RouteQuery.output(IpAddress.parse("10.0.1.2"), IpAddress.ANY_V4, 0x15);
        assertEquals("1", table(fib.lookup(marked)), "0x15 & 0xf0 is 0x10");
    }

    @Test
    @DisplayName("throw gives up on its table and lets the next rule answer")
    void throw_goes_on() {
        Fib fib = new Fib(Links.ALL_UP);
        Cidr net = Cidr.parse("10.0.1.0/24");
        Route other = new Route(
                RouteType.THROW, net, 0, List.of(), Scope.GLOBAL, Optional.empty(), 0, "boot", RouteMetrics.NONE);
        fib.add("1", other);
        fib.add("1", Route.via(Cidr.ALL_V4, IpAddress.parse("10.100.0.9"), "eth0"));
        fib.add(rule(100, RuleSelector.ALL, "1"));
        fib.add(Fib.MAIN, Route.via(net, IpAddress.parse("10.100.0.2"), "eth0"));

        assertEquals(Fib.MAIN, table(fib.lookup(to("10.0.1.2"))));
        assertEquals("1", table(fib.lookup(to("10.0.2.2"))));
    }

    @Test
    @DisplayName(
            "what was answered once is asked again after a change of routes, of rules, or for another type of service")
    void an_answer_does_not_outlive_its_cause() {
        Fib fib = new Fib(Links.ALL_UP);
        Cidr net = Cidr.parse("10.0.1.0/24");
        assertFalse(fib.lookup(to("10.0.1.2")).found());
        assertEquals(RouteType.UNICAST, fib.addressType(IpAddress.parse("10.0.1.2")));

        Route any = Route.via(net, IpAddress.parse("10.100.0.2"), "eth0");
        fib.add(Fib.MAIN, any);
        assertEquals(any, fib.lookup(to("10.0.1.2")).route());

        Route own = Route.local(Cidr.parse("10.0.1.2/32"), "eth0", IpAddress.parse("10.0.1.2"));
        fib.add(Fib.LOCAL, own);
        assertEquals(own, fib.lookup(to("10.0.1.2")).route());
        assertEquals(RouteType.LOCAL, fib.addressType(IpAddress.parse("10.0.1.2")));
        fib.removeIf(own::equals);
        assertEquals(any, fib.lookup(to("10.0.1.2")).route());
        assertEquals(RouteType.UNICAST, fib.addressType(IpAddress.parse("10.0.1.2")));

        Route low = new Route(
                RouteType.UNICAST,
                net,
                0x10,
                List.of(Nexthop.of(Optional.of(IpAddress.parse("10.100.0.3")), "eth0")),
                Scope.GLOBAL,
                Optional.empty(),
                0,
                "boot",
                RouteMetrics.NONE);
        fib.add(Fib.MAIN, low);
        RouteQuery hurried =
                new RouteQuery(IpAddress.parse("10.0.1.2"), IpAddress.ANY_V4, RouteQuery.LOCAL, "", 0, 0x10, 0, 0, 0);
        assertEquals(any, fib.lookup(to("10.0.1.2")).route());
        assertEquals(low, fib.lookup(hurried).route());
    }

    @Test
    @DisplayName("a route of several ways is back as soon as one of their devices is, though no route was added")
    void several_ways_come_back() {
        AtomicBoolean up = new AtomicBoolean();
        Fib fib = new Fib(new Links() {
            @Override
            public boolean isUp(String device) {
                return up.get();
            }

            @Override
            public boolean isGood(Nexthop hop) {
                return true;
            }

            @Override
            public Optional<IpAddress> sourceFor(Nexthop hop) {
                return Optional.empty();
            }
        });
        Route anywhere = Route.via(Cidr.ALL_V4, IpAddress.parse("10.100.0.9"), "eth9");
        Route ways = new Route(
                RouteType.UNICAST,
                Cidr.parse("10.0.1.0/24"),
                0,
                List.of(Nexthop.of(Optional.empty(), "eth0"), Nexthop.of(Optional.empty(), "eth1")),
                Scope.LINK,
                Optional.empty(),
                0,
                "boot",
                RouteMetrics.NONE);
        fib.add(Fib.MAIN, anywhere);
        fib.add(Fib.MAIN, ways);

        assertEquals(anywhere, fib.lookup(to("10.0.1.2")).route());
        up.set(true);
        assertEquals(ways, fib.lookup(to("10.0.1.2")).route());
    }
}
