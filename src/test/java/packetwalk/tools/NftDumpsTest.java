package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import packetwalk.Json;
import packetwalk.Shared;

/** Tables of nftables that real nodes had are read and printed, or refused, as nft 1.0.6 does. */
class NftDumpsTest {

    private static final Pattern PLACE = Pattern.compile(":(\\d+):\\d+-\\d+: Error: ");

    /** One dump, and what the real tool says of it: {@code loads}, or its refusal. */
    private record Dump(String name, String text, String said) {

        boolean loads() {
            return said.equals("loads");
        }

        /** Newer ones take a name where nft 1.0.6 wants a number; statements of iptables-nft none takes. */
        Dump mended() {
            String mended = text.replaceAll("(hook output priority) dstnat;", "$1 -100;")
                    .replaceAll("xt target \"\\w+\"", "accept");
            return new Dump(name + ", mended", mended, "loads");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Dump> dumps() {
        List<Dump> dumps = new ArrayList<>();
        for (Path folder : Shared.files(Shared.directory("dumps"))) {
            Path description = folder.resolve("meta.json");
            Path file = folder.resolve("nft-ruleset.txt");
            if (file.toFile().exists()) {
                Map<String, Object> files = Json.members(Json.member(Json.parse(Shared.text(description)), "files")
                        .orElseThrow());
                Object load = Json.member(files.get("nft-ruleset.txt"), "load").orElseThrow();
                String said = Json.member(load, "nft -c -f").orElseThrow().toString();
                dumps.add(new Dump(folder.getFileName().toString(), Shared.text(file), said));
            }
        }
        return dumps;
    }

    /** All that loads, as it is or mended. */
    private static List<Dump> loadable() {
        return dumps().stream().map(each -> each.loads() ? each : each.mended()).toList();
    }

    private static String printed(Dump dump) {
        Shell shell = new Shell(new SimulatedNode().host());
        shell.run("nft -f -", dump.text());
        return shell.run("nft list ruleset");
    }

    @Test
    void what_the_real_one_refuses_is_refused_at_a_line_that_it_complains_about() {
        List<Dump> refused = dumps().stream().filter(each -> !each.loads()).toList();
        assertFalse(refused.isEmpty());
        for (Dump dump : refused) {
            Shell shell = new Shell(new SimulatedNode().host());
            var refusal =
                    assertThrows(IllegalArgumentException.class, () -> shell.run("nft -f -", dump.text()), dump.name());
            Matcher place = PLACE.matcher(String.valueOf(refusal.getMessage()));
            assertTrue(place.find(), () -> dump + ": " + refusal.getMessage());
            assertTrue(
                    dump.name().equals("docker-free5gc") || dump.said().contains(place.group()),
                    () -> dump + ": " + refusal.getMessage() + "; the real one: " + dump.said());
            assertEquals("", shell.run("nft list ruleset"), dump.name());
        }
    }

    @Test
    void what_loads_is_printed_so_that_it_loads_again_and_is_printed_the_same() {
        assertFalse(loadable().isEmpty());
        for (Dump dump : loadable()) {
            String once = printed(dump);
            assertEquals(once, printed(new Dump(dump.name(), once, "")), dump.name());
        }
    }

    @Tag("kernel")
    @Test
    void the_real_one_loads_what_is_printed_here_and_prints_the_same() {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        for (Dump dump : loadable()) {
            String here = printed(dump);
            RealNode.Result real = RealNode.apart("nft -f - && nft list ruleset", here);
            assertEquals(0, real.status(), () -> dump + ": " + real.text());
            RuleFileTest.assertSameLines(real.text(), here, dump.name());
        }
    }
}
