package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.api.Selector;

/** What several tables and descriptions print in the same way. */
final class Text {
    static final String NONE = "<none>";

    private Text() {}

    static String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? NONE : text;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /** {@code a=1,b=2}, by key; {@code labels.FormatLabels}. */
    static String labels(@Nullable Map<String, String> labels) {
        return labels == null || labels.isEmpty()
                ? NONE
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(","));
    }

    static String selector(@Nullable LabelSelector selector) {
        return selector == null ? NONE : orNone(Selector.of(selector).toString());
    }

    static String names(List<Container> containers) {
        return containers.stream().map(Container::getName).collect(Collectors.joining(","));
    }

    static String images(List<Container> containers) {
        return containers.stream().map(Container::getImage).collect(Collectors.joining(","));
    }

    static String age(HasMetadata object, Instant now) {
        return since(object.getMetadata().getCreationTimestamp(), now);
    }

    /** How long ago; {@code translateTimestampSince}. */
    static String since(@Nullable String timestamp, Instant now) {
        return timestamp == null || timestamp.isEmpty()
                ? "<unknown>"
                : Durations.human(Duration.between(Instant.parse(timestamp), now));
    }

    /** The first three, and how many more. */
    static String firstThree(List<String> all) {
        if (all.isEmpty()) {
            return NONE;
        }
        String list = all.stream().limit(3).collect(Collectors.joining(","));
        return all.size() > 3 ? list + " + " + (all.size() - 3) + " more..." : list;
    }
}
