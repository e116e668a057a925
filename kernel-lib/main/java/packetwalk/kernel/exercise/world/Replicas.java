package packetwalk.kernel.exercise.world;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** How many pods a learner may ask for at a word: Kubernetes sets no limit, and a judge would make them all. */
final class Replicas {

    private static final int MOST = 100;

    private static final Pattern OPTION = Pattern.compile("--replicas[= ](\\d+)");

    private Replicas() {}

    /**
     * Looks through what is typed at {@code kubectl}.
     *
     * @throws IllegalArgumentException if it asks for more than {@value #MOST} of anything
     */
    static void require(String command) {
        Matcher option = OPTION.matcher(command);
        if (option.find()) {
            require(Double.valueOf(option.group(1)));
        }
        int object = command.indexOf('{');
        int line = command.indexOf('\n');
        int start = line >= 0 ? line : object;
        if (start < 0) {
            return;
        }
        try {
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(command.substring(start))
                    .forEach(Replicas::require);
        } catch (YAMLException broken) {
            // kubectl says what is wrong with it
        }
    }

    private static void require(Object value) {
        if (value instanceof Number number && number.doubleValue() > MOST) {
            throw new IllegalArgumentException(value + " replicas are too many; at most " + MOST);
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                if (String.valueOf(key).equals("replicas") || !(each instanceof Number)) {
                    require(each);
                }
            });
        }
        if (value instanceof List<?> list) {
            list.stream().filter(each -> !(each instanceof Number)).forEach(Replicas::require);
        }
    }
}
