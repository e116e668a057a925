package packetwalk.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What was typed on a node, and what it printed.
 *
 * <p>A line {@code $ command} is followed by what the command prints, {@code !$ command} is refused, {@code % ping
 * ADDRESS} and {@code % listen PROTOCOL ADDRESS PORT} make things happen; {@code #} begins a remark.
 */
record Transcript(List<String> lines) {

    static Transcript named(String name) {
        try (InputStream file = Transcript.class.getResourceAsStream(name + ".txt")) {
            byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
            return new Transcript(
                    new String(bytes, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same commands with what {@code node} prints, in a form that does not depend on the machine. */
    String replay(Prompt node) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                String command = line.substring(2);
                text.append(line).append('\n').append(steady(command, node.run(command)));
            } else if (line.startsWith("!$ ")) {
                text.append(node.refuses(line.substring(3)) ? "!$ " : "accepted: ")
                        .append(line.substring(3))
                        .append('\n');
            } else if (line.startsWith("% ")) {
                act(node, line.split(" "));
                text.append(line).append('\n');
            } else if (line.startsWith("# ")) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static void act(Prompt node, String[] words) {
        if (words[1].equals("ping")) {
            node.ping(words[2]);
        } else {
            node.listen(words[2], words[3], Integer.parseInt(words[4]));
        }
    }

    /** Without what differs from run to run: names of namespaces, identifiers, timers, processes, the kernel's order. */
    private static String steady(String command, String text) {
        String steady = text.replaceAll("link-netns \\S+-o\\b", "link-netnsid 0")
                .replaceAll("link-netns \\S+-c\\b", "link-netnsid 1")
                .replaceAll("id=\\d+ ", "id=1 ")
                .replaceAll("(?m)^((ipv4 +2 )?(icmp|tcp|udp) +\\d+) \\d+ ", "$1 30 ")
                .replaceAll("(?m)Process +$", "Process")
                // iptables-nft counts no packets for policies unless a restore asked it to
                .replaceAll("(?m)^(Chain .*policy \\S+) .*\\)$", "$1 COUNTED)")
                .replaceAll("(?m)^(:\\S+ \\S+) \\[\\d+:\\d+\\]$", "$1 [0:0]")
                .replaceAll("(?m)^(-P \\S+ \\S+) -c .*$", "$1 -c 0 0")
                .replaceAll("\\(\\(\"[^\"]+\",pid=\\d+,fd=\\d+\\)\\)", "((server))")
                // the column is as wide as the longest process number
                .replaceAll("(?m)\\(\\(server\\)\\) +$", "((server))")
                .replaceAll("(?m)^# (Generated|Completed).*\n", "")
                .replaceAll("(?m)^Warning: .*\n", "")
                .replace("\0", ""); // libxt_bpf.c ends a line with it
        if (command.startsWith("bridge fdb")) {
            // group addresses are not modelled
            steady = steady.lines()
                    .filter(each -> !each.contains(" self ") || each.contains(" dst "))
                    .map(each -> each + "\n")
                    .collect(Collectors.joining());
        }
        boolean hashed = command.matches("(bridge fdb|ip n|ss ).*");
        return hashed ? Arrays.stream(steady.split("(?<=\n)")).sorted().collect(Collectors.joining()) : steady;
    }
}
