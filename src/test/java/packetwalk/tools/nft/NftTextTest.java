package packetwalk.tools.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.TwoMachines;

/** What is typed is kept, printed as nft 1.0.6 prints it, or refused in its words; the answers were asked of the real one. */
class NftTextTest {

    private final TwoMachines machines = new TwoMachines();

    private static String resource(String name) {
        try (InputStream file = NftTextTest.class.getResourceAsStream("/packetwalk/tools/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String load(String text) {
        return machines.a("nft -f -", text);
    }

    private record Row(String family, String typed, String printed) {}

    private static List<Row> rows(String file) {
        List<String> lines = resource(file).lines().toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i + 2 < lines.size(); i += 3) {
            rows.add(new Row(
                    lines.get(i), lines.get(i + 1).strip(), lines.get(i + 2).strip()));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"nft-statements.txt, nft-preamble.nft, 650", "nft-statements-ipv6.txt, nft-preamble-ipv6.nft, 250"})
    void each_statement_is_printed_as_nft_prints_it(String file, String preamble, int least) {
        List<String> wrong = new ArrayList<>();
        List<Row> rows = rows(file);
        for (Row row : rows) {
            load("flush ruleset\n" + resource(preamble).replace("FAMILY", row.family));
            String printed = printed(row);
            if (!printed.equals(row.printed)) {
                wrong.add(row.typed + "\n   nft prints " + row.printed + "\n   and here   " + printed);
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
        assertTrue(rows.size() > least, "the rows have gone");
    }

    /** The rule as it is listed, or the refusal. */
    private String printed(Row row) {
        try {
            load("table " + row.family + " t {\n chain one {\n" + row.typed + "\n}\n}\n");
        } catch (IllegalArgumentException refusal) {
            return refusal.getMessage();
        }
        String chain = machines.a("nft list chain " + row.family + " t one");
        return chain.lines().skip(2).findFirst().orElse("").strip();
    }

    @Test
    void a_whole_table_of_kube_proxy_is_printed_as_nft_prints_it_handles_included() {
        load(resource("nft-kube-proxy.nft"));
        assertEquals(resource("nft-kube-proxy.list"), machines.a("nft -a list ruleset"));
    }

    @Test
    void what_was_listed_can_be_loaded_and_is_listed_the_same() {
        load(resource("nft-preamble.nft").replace("FAMILY", "inet"));
        load(resource("nft-kube-proxy.nft"));
        String listed = machines.a("nft list ruleset");
        load("flush ruleset\n" + listed);
        assertEquals(listed, machines.a("nft list ruleset"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "add rule ip t c jump nowhere | Could not process rule: No such file or directory",
                "add rule ip nope c accept | No such file or directory",
                "add rule ip t nope accept | No such file or directory",
                "add rule ip t c ip saddr @nope accept | No such file or directory",
                "add rule ip t c accept counter | Statement after terminal statement has no effect",
                "add rule ip t c udp dport 53 tcp dport 80 | conflicting protocols specified: udp vs. tcp",
                "add rule ip t c ip saddr 10.0.0.0/33 | Prefix length 33 is invalid for type of 32 bits width",
                "add rule ip t c tcp dport 80-79 | Range has zero or negative size",
                "add rule ip t c reject with icmpx no-route | abstracted ICMP unreachable not supported",
                "add rule ip t c ip6 saddr fd00::1 accept | conflicting protocols specified: ip vs. ip6",
                "add rule ip t c ip saddr 1.2.3.4 reject with icmpv6 no-route | conflicting protocols specified: ip vs ip6",
                "add rule ip t c icmp type redirect icmp id 5 | incompatible icmp match: rule has 5, need 8",
                "add rule ip t c icmp mtu 1280 icmp id 5 | incompatible icmp match: rule has 3, need 8",
                "add rule ip t c tproxy to 1.2.3.4:80 | Transparent proxy support requires transport protocol match",
                "add rule ip t c meta nfproto ipv4 accept | meta nfproto is only useful in the inet family",
                "add rule ip t c dnat to 1.2.3.4:80 | transport protocol mapping is only valid after transport protocol match",
                "add rule ip t c ct original proto-dst 80 | Can't parse symbolic invalid expressions",
                "add chain ip t x { type nat hook output priority dstnat; } | invalid priority expression value in this context.",
                "add chain ip t x { type nat hook forward priority 0; } | Could not process rule: Operation not supported",
                "add set ip t s { type nothing; } | unknown datatype nothing",
                "add set ip t s { flags interval; } | set definition does not specify key",
                "create table ip t | Could not process rule: File exists",
                "create element ip t there { 80 } | Could not process rule: File exists",
                "create counter ip t x { packets 1 bytes 2; } | syntax error, unexpected {",
                "destroy table ip t | syntax error, unexpected destroy",
                "insert ip t c accept | syntax error, unexpected ip",
                "flush map ip t there | No such file or directory",
                "add chain ip t x { policy drop; } | Could not process rule: Operation not supported",
                "add chain ip t x { type filter hook input priority 0 } | syntax error, unexpected }",
                "add set ip t s { type mark } | syntax error, unexpected }",
                "add set ip t s { type mark; policy fast; } | syntax error, unexpected fast",
                "add set ip t s { type mark; timeout 10; } | syntax error, unexpected number",
                "add set ip t s { type mark; timeout 9999999d; } | Could not process rule: Numerical result out of range",
                "add set ip t s { type mark; timeout 999999999s; } | Could not parse time",
                "add set ip t s { type mark; gc-interval 5s; } | Could not process rule: Invalid argument",
                "add set ip t s { type mark; auto-merge } | auto-merge only works with interval sets",
                "add set ip t s { type mark; elements = { 1-2 }; } | You must add 'flags interval' to your set declaration",
                "add element ip t there { 81 timeout 5s } | Could not process rule: Invalid argument",
                "add element ip t there { 81 counter } | missing statement in set declaration",
                "add rule ip t c iif nosuch | Interface does not exist",
                "add rule ip t c ip saddr @there | datatype mismatch, expected ipv4_addr",
                "add rule ip t c ip saddr . tcp dport 1.2.3.4 . 80 | Use concatenations with sets and maps",
                "add rule ip t c numgen inc mod 2 5 | Value 5 exceeds valid range 0-1",
                "add rule ip t c meta mark set meta mark << 32 | Left shift of 32 bits is undefined",
                "add rule ip t c meta l4proto { tcp, udp } tcp dport 80 | conflicting protocols specified",
                "add rule ip t c udp dport 5 reject with tcp reset | you cannot use tcp reset with this protocol",
                "add rule ip t c log group 1 level info | level and group are mutually exclusive",
                "add rule ip t c limit rate 1/second burst 0 packets | packet limit burst must be > 0",
                "add rule ip t c dnat ip to :80 | syntax error, unexpected :",
                "add rule ip t c fib saddr . oif oif exists | Could not process rule: Invalid argument",
                "delete chain ip t used | Could not process rule: Device or resource busy",
                "include \"other.nft\" | \"include\" is not modelled; write what it stands for",
            })
    void what_nft_refuses_is_refused_in_its_words_and_nothing_has_changed(String command, String why) {
        load("""
                add table ip t
                add chain ip t c
                add chain ip t used
                add rule ip t c jump used
                add set ip t there { type inet_service; elements = { 80 }; }
                """);
        String before = machines.a("nft -a list ruleset");
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> load("add rule ip t c counter\n" + command + "\n"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(": Error: " + why), message);
        assertTrue(message.startsWith("/dev/stdin:2:"), message);
        assertEquals(before, machines.a("nft -a list ruleset"));
    }

    @Test
    void a_refusal_shows_the_line_with_a_mark_below_what_is_wrong() {
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> load("table ip t {\n\tchain c {\n\t\ttype nat hook output priority dstnat;\n\t}\n}\n"));
        assertEquals("""
                /dev/stdin:3:24-38: Error: invalid priority expression value in this context.
                \t\ttype nat hook output priority dstnat;
                \t\t                     ^^^^^^^^^^^^^^^
                """, refusal.getMessage());
    }

    @Test
    void rules_are_inserted_replaced_and_deleted_by_their_handles() {
        load("add table ip t\nadd chain ip t c\nadd rule ip t c tcp dport 1\nadd rule ip t c tcp dport 3\n");
        machines.a("nft add rule ip t c position 2 tcp dport 2");
        machines.a("nft insert rule ip t c tcp dport 0");
        machines.a("nft replace rule ip t c handle 3 tcp dport 33");
        machines.a("nft delete rule ip t c handle 2");
        assertEquals("""
                table ip t {
                \tchain c { # handle 1
                \t\ttcp dport 0 # handle 5
                \t\ttcp dport 2 # handle 4
                \t\ttcp dport 33 # handle 6
                \t}
                }
                """, machines.a("nft -a list chain ip t c"));
    }

    @Test
    void a_variable_stands_for_what_it_was_defined_as() {
        load("""
                define web = { 80, 443 }
                define lan = 10.0.0.0/8
                table ip t {
                    chain c {
                        ip saddr $lan tcp dport $web accept
                    }
                }
                """);
        String listed = machines.a("nft list chain ip t c");
        assertTrue(listed.contains("ip saddr 10.0.0.0/8 tcp dport { 80, 443 } accept"), listed);
    }

    @Test
    void a_rule_cannot_ask_a_set_that_is_empty() {
        for (String match : List.of("ip saddr $none accept", "ip saddr vmap $none")) {
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> load("define none = { }\ntable ip t {\nchain c {\n" + match + "\n}\n}\n"));
            assertTrue(refusal.getMessage().contains("Error: Set is empty"), refusal.getMessage());
        }
        assertEquals("", machines.a("nft list ruleset"));
    }

    @Test
    void chains_of_type_nat_come_behind_connection_tracking() {
        for (String at : List.of("input priority -200", "output priority raw")) {
            refused("table inet t {\nchain c {\ntype nat hook " + at + ";\n}\n}\n", "Operation not supported");
        }
    }

    @Test
    void an_index_is_that_of_a_rule_that_is_there() {
        for (String verb : List.of("insert", "add")) {
            refused(
                    "add table ip t; add chain ip t c; " + verb + " rule ip t c index 0 accept\n",
                    "No such file or directory");
        }
    }

    @Test
    void an_element_that_says_when_it_ends_ends_then() {
        load("""
                table ip t {
                    set s {
                        type ipv4_addr
                        flags timeout
                        elements = { 10.0.0.1 timeout 1h expires 20m }
                    }
                }
                """);
        assertTrue(machines.a("nft list ruleset").contains("10.0.0.1 timeout 1h expires 20m"), "as it is listed");
        machines.advance(Duration.ofMinutes(21));
        assertFalse(machines.a("nft list ruleset").contains("10.0.0.1"), "and not an hour from now");
    }

    @Test
    void an_element_that_is_added_again_gets_its_new_time_and_the_sets_own_is_not_said() {
        load("add table ip t\nadd set ip t s { type ipv4_addr; timeout 1h; elements = { 10.0.0.1 timeout 2h }; }\n");
        load("add element ip t s { 10.0.0.1 timeout 5m }\n");
        assertTrue(machines.a("nft list ruleset").contains("{ 10.0.0.1 timeout 5m expires 5m }"), "the new time");
        load("add element ip t s { 10.0.0.1 timeout 1h }\n");
        assertTrue(machines.a("nft list ruleset").contains("{ 10.0.0.1 expires 1h }"), "the set's own");
    }

    private void refused(String text, String words) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> load(text));
        assertTrue(refusal.getMessage().contains("Error: Could not process rule: " + words), refusal.getMessage());
        assertEquals("", machines.a("nft list ruleset"));
    }
}
