package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code kubectl get events}, whose wide columns stand between the others. */
final class EventRows {

    static final Table<Event> TABLE = new Table<>(
            List.of(
                    heading("LAST SEEN"),
                    heading("TYPE"),
                    heading("REASON"),
                    heading("OBJECT"),
                    wide("SUBOBJECT"),
                    wide("SOURCE"),
                    heading("MESSAGE"),
                    wide("FIRST SEEN"),
                    wide("COUNT"),
                    wide("NAME")),
            EventRows::row);

    private EventRows() {}

    private static Table.Heading heading(String title) {
        return new Table.Heading(title, false);
    }

    private static Table.Heading wide(String title) {
        return new Table.Heading(title, true);
    }

    private static List<String> row(Event event, Instant now) {
        String first = Text.since(
                event.getFirstTimestamp() != null || event.getEventTime() == null
                        ? event.getFirstTimestamp()
                        : event.getEventTime().getTime(),
                now);
        String name = Text.orEmpty(event.getInvolvedObject().getName());
        return List.of(
                event.getLastTimestamp() == null ? first : Text.since(event.getLastTimestamp(), now),
                Text.orEmpty(event.getType()),
                Text.orEmpty(event.getReason()),
                event.getInvolvedObject().getKind().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : "/" + name),
                Text.orEmpty(event.getInvolvedObject().getFieldPath()),
                source(event),
                Text.orEmpty(event.getMessage()).strip(),
                first,
                String.valueOf(Math.max(1, Text.number(event.getCount()))),
                event.getMetadata().getName());
    }

    private static String source(Event event) {
        boolean old = event.getSource() != null;
        String component = either(old ? event.getSource().getComponent() : null, event.getReportingComponent());
        String host = either(old ? event.getSource().getHost() : null, event.getReportingInstance());
        return Stream.of(component, host).filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String either(@Nullable String one, @Nullable String other) {
        return one == null || one.isEmpty() ? Text.orEmpty(other) : one;
    }
}
