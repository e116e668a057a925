package packetwalk.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code iptables-save -c} says of each rule, as {@code NETNS TABLE CHAIN NUMBER: PACKETS}. */
final class RuleCounters {

    private static final Pattern RULE = Pattern.compile("\\[(\\d+):\\d+] -A (\\S+)( .*)?");

    private RuleCounters() {}

    static List<String> of(String netns, String saved) {
        List<String> counters = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        String table = "";
        for (String line : saved.lines().toList()) {
            Matcher rule = RULE.matcher(line);
            if (line.startsWith("*")) {
                table = line.substring(1);
            } else if (rule.matches()) {
                String place = table + " " + rule.group(2);
                counters.add(netns + " " + place + " " + numbers.merge(place, 1, Integer::sum) + ": " + rule.group(1));
            }
        }
        return counters;
    }
}
