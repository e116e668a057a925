package packetwalk.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.xtables.match.HashlimitTables;
import packetwalk.linux.xtables.match.RecentTables;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code cat}, of those files in which the kernel shows what its rules remember. There are no others here. */
final class CatCommand implements Tool {

    /** What a file in a folder shows, by the folder; empty if there is no such file. */
    private final Map<String, Function<String, Optional<String>>> folders = new LinkedHashMap<>();

    CatCommand(NetworkNamespace namespace) {
        folders.put("/proc/net/xt_recent/", RecentTables.of(namespace.ipv4().surroundings())::text);
        folders.put(
                "/proc/net/ipt_hashlimit/", HashlimitTables.of(namespace.ipv4().surroundings())::text);
    }

    @Override
    public String run(Words words, String input) {
        StringBuilder text = new StringBuilder();
        do {
            text.append(file(words.next("a file")));
        } while (words.hasNext());
        return text.toString();
    }

    private String file(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return Optional.ofNullable(folders.get(path.substring(0, slash)))
                .flatMap(folder -> folder.apply(path.substring(slash)))
                .orElseThrow(() -> new IllegalArgumentException("cat: " + path + ": No such file or directory; it shows"
                        + " the lists that rules name in " + String.join(", ", folders.keySet())));
    }
}
