package packetwalk.kernel.exercise.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.Cluster;
import packetwalk.Netns;
import packetwalk.kernel.exercise.card.Template;
import packetwalk.net.Cidr;

/**
 * A network that stands, with the values that were drawn for it: a card's prompts may name both. {@code ${port}} is a value,
 * {@code ${ip web}} the address of something in the network, {@code ${service shop}} and {@code ${nodePort shop}} a Service's,
 * {@code ${first of block}} a block's first address, {@code ${endpoint shop}} that of a Service's first pod, {@code ${dnats default/shop}} how
 * many packets kube-proxy's rules have sent to its pods.
 */
public final class Lab {

    /** What a learner's prompts may add up to; more is no answer to any exercise. */
    public static final int MOST_PROMPTS = 200;

    private static final Pattern EACH = Pattern.compile("each (\\w+): (.+)", Pattern.DOTALL);

    private static final Pattern AFTER = Pattern.compile("after (\\d{1,5}s): (.+)", Pattern.DOTALL);

    private final Cluster cluster;
    private final Map<String, Object> values;

    private Lab(Cluster cluster, Map<String, Object> values) {
        this.cluster = cluster;
        this.values = values;
    }

    /**
     * Builds what {@code description} says.
     *
     * @param description a chain of calls, with the names of {@code values} in it
     * @throws IllegalArgumentException if it is no such chain, or {@code up()} refuses what it describes
     */
    public static Lab of(String description, Map<String, Object> values) {
        String filled = Template.fill(description, hole -> value(values, hole));
        return new Lab(Description.read(filled).up(), values);
    }

    private static String value(Map<String, Object> values, String name) {
        if (name.startsWith("first of ")) {
            Cidr block = Cidr.parse(value(values, name.substring("first of ".length())));
            return block.host(1) + "/" + block.length();
        }
        Object value = values.get(name);
        return value != null
                ? Template.fill(value.toString(), hole -> value(values, hole)) // a sound network's may name those drawn
                : Template.sum(
                                name,
                                each -> values.containsKey(each) ? Optional.of(value(values, each)) : Optional.empty())
                        .orElseThrow(() -> new IllegalArgumentException(nothing(values, name)));
    }

    private static String nothing(Map<String, Object> values, String name) {
        return name.startsWith("answer ")
                ? "the answer has nothing for " + name.substring("answer ".length()) + "; what is it to be?"
                : "${" + name + "} stands for nothing; there is " + values.keySet();
    }

    /** The network itself. */
    public Cluster cluster() {
        return cluster;
    }

    /** {@code text} with every hole filled. */
    public String fill(String text) {
        return Template.fill(text, this::fact);
    }

    private String fact(String hole) {
        String[] words = hole.split("\\s+");
        if (words.length < 2 || values.containsKey(hole)) {
            return value(values, hole);
        }
        return switch (words[0]) {
            case "ip" ->
                words.length > 2
                        ? Devices.address(place(words[1]), words[2])
                        : place(words[1]).address().toString();
            case "service" -> cluster.service(words[1]).clusterIp().toString();
            case "nodePort" -> cluster.service(words[1]).nodePort().orElse(0).toString();
            case "endpoint" -> endpoint(words[1]);
            case "dnats" -> Long.toString(Counters.dnats(cluster, words[1]));
            case "same" -> Boolean.toString(words[1].equals(words[2]));
            case "device" -> Devices.first(place(words[1]));
            case "mac" -> Devices.mac(place(words[1]), words[2]);
            case "cable" -> Devices.otherEnd(place(words[1]), words[2], place(words[3]));
            default -> value(values, hole);
        };
    }

    private String endpoint(String service) {
        return cluster.service(service).endpoints().stream()
                .findFirst()
                .map(each -> each.substring(0, each.lastIndexOf(':')))
                .orElseThrow(() -> new IllegalArgumentException("service " + service + " has no endpoints"));
    }

    /**
     * Runs prompts one after the other, holes filled. {@code after 10s: …} is run ten seconds from then, while others go on.
     *
     * @return what those did that sent something, in order
     * @throws IllegalArgumentException naming the prompt that is refused, and why; those before it have been run
     */
    public List<Sent> run(List<String> prompts) {
        if (prompts.size() > MOST_PROMPTS) {
            throw new IllegalArgumentException(prompts.size() + " prompts are too many; at most " + MOST_PROMPTS);
        }
        List<Sent> sent = new ArrayList<>();
        for (String each : prompts) {
            repeated(each).forEach(one -> runOrWait(fill(one)).ifPresent(sent::add));
        }
        return List.copyOf(sent);
    }

    private Optional<Sent> runOrWait(String line) {
        Matcher later = AFTER.matcher(line);
        if (!later.matches()) {
            return run(Prompt.parse(line));
        }
        Prompt prompt = Prompt.parse(later.group(2));
        cluster.after(seconds(later.group(1)), () -> run(prompt));
        return Optional.empty();
    }

    /** {@code each table: …} stands for one prompt for each element of {@code table}: {@code ${each}}, the {@code ${number}}th. */
    private List<String> repeated(String prompt) {
        Matcher repeats = EACH.matcher(prompt);
        if (!repeats.matches()) {
            return List.of(prompt);
        }
        List<?> elements = values.get(repeats.group(1)) instanceof List<?> list ? list : List.of();
        List<String> prompts = new ArrayList<>();
        for (Object element : elements) {
            prompts.add(repeats.group(2)
                    .replace("${each}", element.toString())
                    .replace("${number}", Integer.toString(prompts.size() + 1))
                    .replace("${number + 1}", Integer.toString(prompts.size() + 2)));
        }
        return prompts;
    }

    /**
     * What the prompt does in this network, as somebody typed it: nothing in it is filled in.
     *
     * @return what became of it, if it sent something
     */
    public Optional<Sent> run(Prompt prompt) {
        try {
            if (prompt.place().equals("kubectl")) {
                cluster.kubectl(prompt.command().lines().findFirst().orElse(""), prompt.input());
                return Optional.empty();
            }
            if (prompt.place().equals("time")) {
                cluster.advance(seconds(prompt.command()));
                return Optional.empty();
            }
            return at(place(prompt.place()), prompt);
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new IllegalArgumentException(
                    prompt.toString().lines().findFirst().orElse("") + ": " + refused.getMessage(), refused);
        }
    }

    private static Duration seconds(String text) {
        if (!text.matches("\\d{1,5}s")) {
            throw new IllegalArgumentException("time " + text + " is no span; write it as 5s");
        }
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }

    private static Optional<Sent> at(Netns place, Prompt prompt) {
        Optional<Sent> sent = Senders.run(place, prompt);
        if (sent.isEmpty()) {
            place.sh(prompt.command());
        }
        return sent;
    }

    /** Whatever is called {@code name}: the first of these that there is. */
    Netns place(String name) {
        int slash = name.indexOf('/');
        if (slash > 0) {
            return cluster.pod(name.substring(0, slash)).container(name.substring(slash + 1));
        }
        if (name.equals("router")) {
            return cluster.router();
        }
        List<Function<String, Netns>> kinds = List.of(
                cluster::pod,
                cluster::node,
                cluster::dockerHost,
                cluster::container,
                cluster::host,
                cluster::router,
                cluster::balancer);
        return kinds.stream()
                .flatMap(kind -> named(kind, name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no pod, node, host, container or router " + name + " in this network"));
    }

    /** Empty if nothing of that kind has the name. */
    private static Optional<Netns> named(Function<String, Netns> kind, String name) {
        try {
            return Optional.of(kind.apply(name));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }
}
