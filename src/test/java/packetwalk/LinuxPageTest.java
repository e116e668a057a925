package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * docs/linux.md names, for each of Linux' functions that a packet meets, the method here. It is drawn from the methods'
 * own comments: {@code mvn -pl src test -Dtest=LinuxPageTest -Dpacketwalk.rewrite=true} writes it anew.
 */
class LinuxPageTest {

    private static final Path PAGE = Path.of("..", "docs", "linux.md");
    private static final Path SOURCES = Path.of("main", "java", "packetwalk", "linux");

    private static final Pattern COMMENTED = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*([^;{=]*)[;{=]", Pattern.DOTALL);

    private static final Pattern FUNCTION = Pattern.compile("\\{@code\\s+([a-z_0-9]+)\\(\\)}");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+(\\w+)");
    private static final Pattern METHOD = Pattern.compile("(\\w+)\\s*\\(");

    /** What every guide to the stack names: a page without them would miss its subject. */
    private static final List<String> FAMOUS = List.of(
            "ip_rcv",
            "ip_rcv_finish",
            "ip_forward",
            "ip_local_deliver",
            "ip_local_out",
            "ip_output",
            "ip_finish_output2",
            "ip_route_input_slow",
            "fib_validate_source",
            "neigh_resolve_output",
            "arp_process",
            "br_handle_frame",
            "br_nf_pre_routing",
            "nf_conntrack_in",
            "nf_conntrack_confirm",
            "nf_nat_inet_fn",
            "nf_nat_setup_info",
            "nf_nat_packet",
            "ipt_do_table",
            "icmp_send");

    @Test
    @DisplayName("docs/linux.md says what the methods' own comments say")
    void the_page_is_true() throws IOException {
        String page = page();
        if (Boolean.getBoolean("packetwalk.rewrite")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page, Files.readString(PAGE), "draw it anew with -Dpacketwalk.rewrite=true and look at the change");
    }

    @Test
    @DisplayName("each function that guides to the Linux stack name has a method here")
    void the_famous_ones_are_there() throws IOException {
        Set<String> known = functions().keySet();
        for (String function : FAMOUS) {
            assertTrue(known.contains(function), () -> "no method's comment names {@code " + function + "()}");
        }
    }

    private static String page() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Linux' functions, and the methods here

                Drawn from the methods' comments; a test holds it. In which order a packet meets them is in `docs/walk.md`. All paths are
                below `src/main/java/packetwalk/linux/`.

                | Linux | here | in |
                | --- | --- | --- |
                """);
        functions()
                .forEach((function, places) -> places.forEach(place -> {
                    String[] parts = place.split(" ");
                    text.append("| `%s()` | `%s` | `%s` |\n".formatted(function, parts[1], parts[0]));
                }));
        return text.toString();
    }

    /** By function: {@code FILE METHOD}, several where a function's work is divided. */
    private static Map<String, Set<String>> functions() throws IOException {
        Map<String, Set<String>> functions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                collect(file, functions);
            }
        }
        return functions;
    }

    private static void collect(Path file, Map<String, Set<String>> functions) throws IOException {
        String name = SOURCES.relativize(file).toString().replace('\\', '/');
        String type = file.getFileName().toString().replace(".java", "");
        Matcher comments = COMMENTED.matcher(Files.readString(file));
        while (comments.find()) {
            String here = declared(type, comments.group(2));
            Matcher named = FUNCTION.matcher(comments.group(1).replaceAll("\\s*\\n\\s*\\*", " "));
            while (named.find() && !here.isEmpty()) {
                functions
                        .computeIfAbsent(named.group(1), any -> new TreeSet<>())
                        .add(name + " " + here);
            }
        }
    }

    /** {@code Type}, {@code Type.method} or {@code Type.NAME} of the declaration that a comment stands before. */
    private static String declared(String type, String declaration) {
        Matcher inner = TYPE.matcher(declaration);
        if (inner.find()) {
            return inner.group(1).equals(type) ? type : type + "." + inner.group(1);
        }
        Matcher method = METHOD.matcher(declaration);
        if (method.find()) {
            return method.group(1).equals(type) ? type : type + "." + method.group(1);
        }
        String[] words = declaration.strip().split("\\s+");
        return words.length > 1 ? type + "." + words[words.length - 1] : "";
    }
}
