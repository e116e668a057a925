package packetwalk.tools;

import java.util.stream.Collectors;
import packetwalk.linux.xtables.KernelLog;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code dmesg}: the machine's kernel log, as far as rules write there. */
final class DmesgCommand implements Tool {

    private final KernelLog log;

    DmesgCommand(KernelLog log) {
        this.log = log;
    }

    @Override
    public String run(Words words, String input) {
        boolean prints = true;
        boolean clears = false;
        boolean times = true;
        while (words.hasNext()) {
            if (words.take("-C", "--clear")) {
                clears = true;
                prints = false;
            } else if (words.take("-c", "--read-clear")) {
                clears = true;
            } else if (words.take("-t", "--notime")) {
                times = false;
            } else {
                throw words.unexpected("-c, -C and -t");
            }
        }
        boolean withTimes = times;
        String text = log.lines().stream()
                .map(line -> (withTimes ? line.toString() : line.text()) + "\n")
                .collect(Collectors.joining());
        if (clears) {
            log.clear();
        }
        return prints ? text : "";
    }
}
