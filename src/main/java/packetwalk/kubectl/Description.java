package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A description as it grows, with what many of them have. */
final class Description {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int LONGEST_ANNOTATION = 140;

    /** Go's {@code time.RFC1123Z}. */
    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final TabWriter out = new TabWriter();

    Description line(int level, String text) {
        out.line(level, text);
        return this;
    }

    /** A line for what may not be there. */
    Description optional(String title, @Nullable String value) {
        return value == null || value.isEmpty() ? this : line(0, title + ":\t" + value);
    }

    /** A moment as descriptions write it. */
    static String time(@Nullable String timestamp) {
        return timestamp == null ? "Mon, 01 Jan 0001 00:00:00 +0000" : RFC_1123.format(Instant.parse(timestamp));
    }

    Description identity(HasMetadata object) {
        line(0, "Name:\t" + object.getMetadata().getName());
        if (object.getMetadata().getNamespace() != null) {
            line(0, "Namespace:\t" + object.getMetadata().getNamespace());
        }
        return labels(object);
    }

    Description labels(HasMetadata object) {
        labels(0, "Labels", object.getMetadata().getLabels());
        return annotations(0, object.getMetadata().getAnnotations());
    }

    /** One label to a line, by key. */
    Description labels(int level, String title, @Nullable Map<String, String> labels) {
        List<String> lines = new ArrayList<>();
        if (labels != null) {
            new TreeMap<>(labels).forEach((key, value) -> lines.add(key + "=" + value));
        }
        return several(level, title, lines);
    }

    Description several(int level, String title, List<String> lines) {
        String prefix = "  ".repeat(level) + title + ":";
        if (lines.isEmpty()) {
            return line(0, prefix + "\t" + Text.NONE);
        }
        for (int i = 0; i < lines.size(); i++) {
            line(0, (i == 0 ? prefix : "") + "\t" + lines.get(i));
        }
        return this;
    }

    Description annotations(int level, @Nullable Map<String, String> annotations) {
        List<String> lines = new ArrayList<>();
        Map<String, String> sorted = new TreeMap<>(annotations == null ? Map.of() : annotations);
        sorted.remove(LAST_APPLIED);
        sorted.forEach((key, value) -> {
            String text = value.stripTrailing();
            if (text.length() + key.length() + 2 > LONGEST_ANNOTATION || text.contains("\n")) {
                lines.add(key + ":");
                text.lines().forEach(each -> lines.add("  " + shortened(each)));
            } else {
                lines.add(key + ": " + text);
            }
        });
        return several(level, "Annotations", lines);
    }

    private static String shortened(String text) {
        int most = LONGEST_ANNOTATION - 2;
        return text.length() > most ? text.substring(0, most) + "..." : text;
    }

    Description controlledBy(HasMetadata object) {
        for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(owner.getController())) {
                line(0, "Controlled By:\t" + owner.getKind() + "/" + owner.getName());
            }
        }
        return this;
    }

    /** What has happened to it, the newest last. */
    Description events(List<Event> events, Instant now) {
        if (events.isEmpty()) {
            return line(0, "Events:\t" + Text.NONE);
        }
        out.flush();
        line(0, "Events:");
        line(1, "Type\tReason\tAge\tFrom\tMessage");
        line(1, "----\t------\t----\t----\t-------");
        for (Event event : events) {
            String first = Text.since(event.getFirstTimestamp(), now);
            int count = Text.number(event.getCount());
            String age = count > 1
                    ? "%s (x%d over %s)".formatted(Text.since(event.getLastTimestamp(), now), count, first)
                    : first;
            line(1, String.join("\t", event.getType(), event.getReason(), age, component(event), message(event)));
        }
        return this;
    }

    private static String component(Event event) {
        String component =
                event.getSource() == null ? "" : Text.orEmpty(event.getSource().getComponent());
        return component.isEmpty() ? Text.orEmpty(event.getReportingComponent()) : component;
    }

    /** With the container that it is about, if it is about one. */
    private static String message(Event event) {
        String part = Text.orEmpty(event.getInvolvedObject().getFieldPath());
        String message = Text.orEmpty(event.getMessage()).strip();
        return part.isEmpty() ? message : part + ": " + message;
    }

    /** All of it, not set in columns. */
    String withTabs() {
        return out.unset();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
