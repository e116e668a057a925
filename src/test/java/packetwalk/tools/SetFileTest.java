package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of sets go in and come out as the same sets, here and in the real ipset. */
class SetFileTest {

    /** Dumps of real nodes, beside the repository where they are kept. */
    private static final Path DUMPS = Path.of("../../shared/dumps");

    private static String saved(String file) {
        Shell shell = new Shell(new SimulatedNode().host());
        shell.run("ipset -exist restore", file);
        return shell.run("ipset save");
    }

    /** The same sets in one order, since the kernel lists by hash; a seed that was not given, growth, and time differ. */
    private static List<String> sets(String saved) {
        return saved.lines()
                .map(line -> line.startsWith("add") ? line.replaceAll(" timeout [1-9]\\d*", " timeout N") : line)
                .map(line -> line.replaceAll("initval 0x(?!12345678)\\w+", "initval ANY"))
                .map(line -> line.replaceAll("hashsize \\d+", "hashsize ANY"))
                .sorted()
                .toList();
    }

    /** Says only what differs. */
    private static void assertSame(String real, String here, String what) {
        List<String> expected = new ArrayList<>(sets(real));
        List<String> actual = new ArrayList<>(sets(here));
        sets(here).forEach(expected::remove);
        sets(real).forEach(actual::remove);
        assertEquals(expected, actual, what);
    }

    @Test
    void what_is_saved_loads_again_and_saves_the_same() {
        for (long seed = 0; seed < 300; seed++) {
            String once = saved(new RandomSets(seed).file());

            assertEquals(once, saved(once), "seed " + seed);
        }
    }

    @Tag("kernel")
    @Test
    void the_real_ipset_saves_random_sets_as_they_are_saved_here() {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        try (RealNode node = new RealNode()) {
            for (long seed = 0; seed < Long.getLong("packetwalk.setFiles", 40); seed++) {
                String file = new RandomSets(seed).file();
                String here = saved(file);
                String real = node.saveSets(file);

                assertSame(real, here, "seed " + seed);
                assertSame(real, saved(real), "seed " + seed + ", the real one's file read here");
                assertEquals(
                        sets(real), sets(node.saveSets(here)), "seed " + seed + ", this file read by the real one");
            }
        }
    }

    @Test
    void the_sets_of_every_real_node_are_read_whole() throws IOException {
        assumeTrue(Files.isDirectory(DUMPS), "dumps of real nodes not read: " + DUMPS + " is not there");
        try (Stream<Path> files = Files.walk(DUMPS)) {
            List<Path> dumps =
                    files.filter(each -> each.endsWith("ipset-save.txt")).toList();
            assertFalse(dumps.isEmpty());
            for (Path dump : dumps) {
                String file = Files.readString(dump);

                assertEquals(
                        file.lines().sorted().toList(),
                        saved(file).lines().sorted().toList(),
                        dump.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add NOSUCH 10.0.0.1",
                "create NEW hash:nosuch",
                "create NEW hash:ip maxelem 2\nadd NEW 10.0.0.0/29",
                "create NEW hash:ip\nadd NEW 10.0.0.1\nadd NEW 10.0.0.1",
                "create NEW hash:ip\nadd NEW 10.0.0.1 timeout 5",
                "create NEW hash:ip comment\nadd NEW 10.0.0.1 comment \"open",
                "create NEW hash:net\nadd NEW 0.0.0.0/0",
                "create NEW bitmap:port range 0-10\nadd NEW 11",
                "create NEW hash:ip,port\nadd NEW 10.0.0.1",
                "create NEW hash:ip,port\nadd NEW 10.0.0.1,tcp:http-",
                "destroy OLD\nfrobnicate",
                "flush OLD\nadd OLD 300.1.1.1",
                "rename OLD NEW\nswap NEW OLD",
                "create NEW list:set\nadd NEW NEW"
            })
    void a_broken_file_is_refused_with_its_line_and_changes_nothing(String file) {
        Shell shell = new Shell(new SimulatedNode().host());
        shell.run("ipset create OLD hash:ip");
        shell.run("ipset add OLD 10.0.0.1");
        String before = shell.run("ipset save");

        var refusal = assertThrows(IllegalArgumentException.class, () -> shell.run("ipset restore", file));

        int last = (int) file.lines().count();
        assertTrue(
                refusal.getMessage().matches("ipset v7.17: Error in line " + last + ": .*[;:,] .*; nothing was loaded"),
                refusal::getMessage);
        assertEquals(before, shell.run("ipset save"));
    }

    @Test
    void a_file_of_a_hundred_thousand_entries_is_loaded() {
        StringBuilder file = new StringBuilder("create BIG hash:ip,port maxelem 200000\n");
        for (int i = 0; i < 100_000; i++) {
            file.append("add BIG 10.")
                    .append(i >> 16 & 255)
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.');
            file.append(i & 255).append(",tcp:80\n");
        }
        Shell shell = new Shell(new SimulatedNode().host());

        shell.run("ipset restore", file.toString());

        assertTrue(shell.run("ipset list -t BIG").contains("Number of entries: 100000\n"));
    }
}
