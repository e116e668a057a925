package packetwalk.linux.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.target.JumpTarget;
import packetwalk.linux.xtables.target.MarkTarget;
import packetwalk.linux.xtables.target.ReturnTarget;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Step;
import packetwalk.trace.Trace;

/** Long chains through their index decide, count and tell the very same as rule after rule does. */
class RuleIndexTest {

    private static final List<String> CHAINS = List.of("FORWARD", "A", "B", "C");

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static final class World {
        final Trace trace = new Trace();
        final NetworkNamespace host;

        World(String rules) {
            host = new NetworkNamespace(new Simulation(1), trace, "node", At.HOST_NETNS);
            new Shell(host).run("iptables-restore", rules);
        }

        Chain chain(String name) {
            return host.netfilter().rules().chain(Table.MANGLE, name);
        }

        String counters() {
            return new Shell(host).run("iptables-save -c -t mangle").replaceAll("(?m)^#.*$", "");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName(
            "random chains, indexed and rule by rule: same verdicts, same rules, same numbers of comparisons, same counters")
    void the_index_changes_nothing(long seed) {
        Random random = new Random(seed);
        String rules = rules(random);
        World indexed = new World(rules);
        World linear = new World(rules);

        for (int i = 0; i < 80; i++) {
            Packet packet = packet(random);
            int mark = random.nextInt(3);
            assertEquals(
                    new Linear(linear).run(packet, mark),
                    throughEngine(indexed, packet, mark),
                    () -> "seed " + seed + ", " + packet + "\n" + rules);
        }
        assertEquals(linear.counters(), indexed.counters(), () -> "seed " + seed);
    }

    @Test
    @DisplayName("of 10,000 services the index names the one that was asked for, and no more")
    void one_of_many() {
        StringBuilder rules = new StringBuilder("*mangle\n");
        for (int i = 0; i < 10_000; i++) {
            rules.append("-A FORWARD -d 10.3.").append(i / 250).append('.').append(i % 250);
            rules.append("/32 -p tcp -m tcp --dport 80 -j ACCEPT\n");
        }
        Chain chain = new World(rules + "COMMIT\n").chain("FORWARD");
        Tcp segment = new Tcp(40_000, 80, 0, 0, java.util.Set.of(), Bytes.EMPTY);
        Packet packet = Packet.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("10.3.30.7"), segment);
        Candidates candidates = chain.candidates(packet);

        assertEquals(7507, candidates.from(0));
        assertTrue(candidates.from(7508) >= chain.size());
    }

    private static List<String> throughEngine(World world, Packet packet, int mark) {
        Skb skb = Skb.outgoing(1, packet, Optional.empty());
        skb.mark(mark);
        world.trace.start();
        boolean accepted = world.host.netfilter().run(Hook.FORWARD, skb, passed -> {});
        List<String> told = new ArrayList<>();
        for (Step step : world.trace.stop()) {
            if (step instanceof Step.Matched rule) {
                told.add(rule.chain() + " " + rule.ruleNumber() + " after " + rule.compared());
            } else if (step instanceof Step.PolicyApplied policy) {
                told.add("policy after " + policy.compared());
            }
        }
        told.add(accepted + " with mark " + skb.mark());
        return told;
    }

    /** ipt_do_table() once more, as plainly as can be. */
    private static final class Linear {
        private final World world;
        private final List<String> told = new ArrayList<>();
        private int compared;

        Linear(World world) {
            this.world = world;
        }

        List<String> run(Packet packet, int mark) {
            Skb skb = Skb.outgoing(1, packet, Optional.empty());
            skb.mark(mark);
            Chain base = world.chain("FORWARD");
            Boolean verdict = walk(base, skb);
            if (verdict == null) {
                base.countPolicy(packet.length());
                told.add("policy after " + compared);
            }
            told.add((verdict == null || verdict) + " with mark " + skb.mark());
            return told;
        }

        private @Nullable Boolean walk(Chain chain, Skb skb) {
            for (int i = 0; i < chain.size(); i++) {
                Rule rule = chain.rule(i);
                compared++;
                if (!rule.matches(skb, world.host.ipv4().surroundings())) {
                    continue;
                }
                told.add(chain.name() + " " + (i + 1) + " after " + compared);
                if (rule.unknown().isPresent()) {
                    return false;
                }
                chain.countRule(i, skb.packet().length());
                var target = rule.target().orElse(null);
                if (target instanceof ReturnTarget) {
                    return null;
                } else if (target instanceof JumpTarget jump) {
                    Boolean verdict = walk(world.chain(jump.chain()), skb);
                    if (verdict != null || !jump.comesBack()) {
                        return verdict;
                    }
                } else if (target instanceof MarkTarget mark) {
                    mark.apply(skb, null);
                } else if (target != null) {
                    return target.toString().equals("-j ACCEPT");
                }
            }
            return null;
        }
    }

    private static String rules(Random random) {
        StringBuilder text = new StringBuilder("*mangle\n:A - [0:0]\n:B - [0:0]\n:C - [0:0]\n");
        for (int level = 0; level < CHAINS.size(); level++) {
            int count = random.nextInt(5) == 0 ? random.nextInt(30) : 40 + random.nextInt(160);
            for (int i = 0; i < count; i++) {
                text.append("-A ").append(CHAINS.get(level)).append(conditions(random));
                text.append(target(random, level)).append('\n');
            }
        }
        return text.append("COMMIT\n").toString();
    }

    private static String conditions(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(3) == 0) {
            text.append(random.nextInt(8) == 0 ? " !" : "").append(" -s ").append(prefix(random));
        }
        if (random.nextInt(4) > 0) {
            text.append(random.nextInt(8) == 0 ? " !" : "").append(" -d ").append(prefix(random));
        }
        String protocol = List.of("tcp", "udp", "icmp").get(random.nextInt(3));
        int transport = random.nextInt(4);
        if (transport > 0) {
            text.append(transport == 1 && random.nextInt(5) == 0 ? " !" : "")
                    .append(" -p ")
                    .append(protocol);
        }
        if (random.nextInt(6) == 0) {
            text.append(" -m statistic --mode nth --every ")
                    .append(1 + random.nextInt(3))
                    .append(" --packet 0");
        }
        if (transport > 1 && !protocol.equals("icmp")) {
            text.append(" -m ").append(protocol);
            text.append(random.nextInt(10) == 0 ? " !" : "").append(" --dport ").append(port(random));
            text.append(random.nextInt(10) == 0 ? ":" + 9000 : "");
        }
        if (random.nextInt(8) == 0) {
            text.append(" -m mark --mark ").append(random.nextInt(3));
        }
        if (random.nextInt(60) == 0) {
            text.append(" -m cpu --cpu 0");
        }
        return text.toString();
    }

    private static String target(Random random, int level) {
        int kind = random.nextInt(40);
        if (kind < 10 && level + 1 < CHAINS.size()) {
            String next = CHAINS.get(level + 1 + random.nextInt(CHAINS.size() - level - 1));
            return (kind == 0 ? " -g " : " -j ") + next;
        }
        return switch (kind) {
            case 10 -> " -j ACCEPT";
            case 11 -> " -j DROP";
            case 12, 13 -> " -j RETURN";
            case 14, 15, 16 -> " -j MARK --set-mark " + random.nextInt(3);
            default -> "";
        };
    }

    private static String prefix(Random random) {
        return random.nextInt(6) == 0 ? "10.0.0." + 4 * random.nextInt(3) + "/30" : address(random) + "/32";
    }

    private static String address(Random random) {
        return "10.0.0." + random.nextInt(12);
    }

    private static int port(Random random) {
        return 8000 + random.nextInt(4);
    }

    private static Packet packet(Random random) {
        Transport transport = switch (random.nextInt(3)) {
            case 0 -> new Tcp(port(random), port(random), 0, 0, java.util.Set.of(Tcp.Flag.ACK), Bytes.EMPTY);
            case 1 -> new Udp(port(random), port(random), Bytes.EMPTY);
            default -> new IcmpEcho(false, IpFamily.IPV4, 1, 1, Bytes.EMPTY);
        };
        return Packet.of(IpAddress.parse(address(random)), IpAddress.parse(address(random)), transport);
    }
}
