package packetwalk.kernel.exercise.world;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.LoadPlan;
import packetwalk.Netns;
import packetwalk.trace.Walk;

/** The programs that send packets, by the words that one types for them. */
final class Senders {

    private static final Pattern REQUESTS = Pattern.compile("-n (\\d{1,5})\\b");
    private static final Pattern CLIENTS = Pattern.compile("-c (\\d{1,5})\\b");
    private static final Pattern HOST = Pattern.compile("-host (\\S+)");
    private static final Pattern FRESH = Pattern.compile("-disable-keepalive(?:=true)?(?= )");
    private static final Pattern RATE = Pattern.compile("-q (\\d{1,4})\\b");
    private static final int MOST_REQUESTS = 20_000;
    private static final int MOST_CLIENTS = 200;
    private static final int MOST_A_SECOND = 1000;
    private static final int USUAL_REQUESTS = 100;

    private Senders() {}

    /** What {@code prompt} sends at {@code place}; empty if its program is none that sends. */
    static Optional<Sent> run(Netns place, Prompt prompt) {
        return prompt.program().equals("hey")
                ? Optional.of(new Sent.Many(load(place, prompt).run()))
                : walk(place, prompt).map(Sent.One::new);
    }

    /** How many requests {@code prompt} makes; 100 where nobody says. */
    static int requests(Prompt prompt) {
        if (!prompt.program().equals("hey")) {
            return 0;
        }
        Matcher requests = REQUESTS.matcher(prompt.command());
        return requests.find() ? Integer.parseInt(requests.group(1)) : USUAL_REQUESTS;
    }

    /** {@code hey -n REQUESTS -c CLIENTS [-q EACH-SECOND] [-disable-keepalive[=false]] [-host NAME] URL}, as that program's own options are called. */
    private static LoadPlan load(Netns place, Prompt prompt) {
        LoadPlan plan = place.load(last(prompt.words(), 2));
        Matcher requests = REQUESTS.matcher(prompt.command());
        Matcher clients = CLIENTS.matcher(prompt.command());
        plan = requests.find() ? plan.requests(atMost(requests.group(1), MOST_REQUESTS)) : plan;
        plan = clients.find() ? plan.clients(atMost(clients.group(1), MOST_CLIENTS)) : plan;
        Matcher host = HOST.matcher(prompt.command());
        plan = host.find() ? plan.header("Host", host.group(1)) : plan;
        Matcher rate = RATE.matcher(prompt.command());
        plan = rate.find() ? plan.every(Duration.ofSeconds(1).dividedBy(atMost(rate.group(1), MOST_A_SECOND))) : plan;
        return FRESH.matcher(prompt.command()).find() ? plan : plan.keepAlive();
    }

    private static int atMost(String number, int most) {
        int value = port(number);
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(number + " is too many, or none; at most " + most);
        }
        return value;
    }

    private static Optional<Walk> walk(Netns place, Prompt prompt) {
        List<String> words = prompt.words();
        return switch (prompt.program()) {
            case "ping" -> Optional.of(place.ping(prompt.arguments()));
            case "nc" -> Optional.of(place.connect(words.get(words.size() - 2), port(last(words, 3))));
            case "curl" -> Optional.of(place.curl(prompt.arguments()));
            case "traceroute" -> Optional.of(place.traceroute(last(words, 2)));
            case "arping" -> Optional.of(place.arping(last(words, 2)));
            case "nslookup" -> Optional.of(place.nslookup(prompt.arguments()));
            default -> Optional.empty();
        };
    }

    private static String last(List<String> words, int least) {
        if (words.size() < least) {
            throw new IllegalArgumentException(String.join(" ", words) + " says too little; name whom it is for");
        }
        return words.get(words.size() - 1);
    }

    private static int port(String word) {
        if (!word.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("port " + word + " is no number");
        }
        return Integer.parseInt(word);
    }
}
