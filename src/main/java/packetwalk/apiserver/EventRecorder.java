package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;

/**
 * What a component tells people: {@code Events} about objects. What happens again is counted, not listed again.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/client-go/tools/record">client-go's record.EventRecorder</a>
 */
public final class EventRecorder {
    private final ApiServer api;
    private final String component;
    private final String host;
    private final Map<String, String> known = new Known();

    /** What was told lately, by name of its event; what was told long ago is told anew: {@code maxLruCacheEntries}. */
    private static final class Known extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > 4096;
        }
    }

    /**
     * A recorder for one component.
     *
     * @param host the node it runs on; empty if that is of no interest
     */
    public EventRecorder(ApiServer api, String component, String host) {
        this.api = Objects.requireNonNull(api, "api");
        this.component = Objects.requireNonNull(component, "component");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Nothing is wrong. */
    public void normal(HasMetadata about, String reason, String message) {
        normal(about, "", reason, message);
    }

    /** Nothing is wrong with a part of an object, such as {@code spec.containers{web}}. */
    public void normal(HasMetadata about, String part, String reason, String message) {
        event(about, part, "Normal", reason, message);
    }

    /** Something is. */
    public void warning(HasMetadata about, String reason, String message) {
        warning(about, "", reason, message);
    }

    /** Something is with a part of an object. */
    public void warning(HasMetadata about, String part, String reason, String message) {
        event(about, part, "Warning", reason, message);
    }

    private void event(HasMetadata about, String part, String type, String reason, String message) {
        String namespace =
                Optional.ofNullable(about.getMetadata().getNamespace()).orElse("default");
        String key = String.join("\n", about.getMetadata().getUid(), part, type, reason, message);
        Optional<Event> before =
                Optional.ofNullable(known.get(key)).flatMap(name -> api.find(Event.class, namespace, name));
        try {
            if (before.isPresent()) {
                again(before.get());
            } else {
                known.put(key, first(about, part, namespace, type, reason, message));
            }
        } catch (ApiFault refused) {
            // As client-go: what cannot be told, in a namespace that is going, is not told
            known.remove(key);
        }
    }

    private void again(Event event) {
        api.update(new EventBuilder(event)
                .withCount(event.getCount() + 1)
                .withLastTimestamp(api.timestamp())
                .build());
    }

    private String first(HasMetadata about, String part, String namespace, String type, String reason, String message) {
        Kind<HasMetadata> kind = Kinds.of(about);
        ObjectMeta meta = about.getMetadata();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(name(namespace, meta.getName()))
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(kind.apiVersion())
                .withKind(kind.name())
                .withName(meta.getName())
                .withNamespace(meta.getNamespace() == null ? "" : meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .withFieldPath(part.isEmpty() ? null : part)
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withNewSource()
                .withComponent(component)
                .withHost(host.isEmpty() ? null : host)
                .endSource()
                .withReportingComponent(component)
                .withReportingInstance(host)
                .withCount(1)
                .withFirstTimestamp(api.timestamp())
                .withLastTimestamp(api.timestamp())
                .build();
        return api.create(event).getMetadata().getName();
    }

    /** The object's name and the moment in hexadecimal nanoseconds, or the next one that is free. */
    private String name(String namespace, String about) {
        Instant now = api.now();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        while (api.find(Event.class, namespace, about + "." + Long.toHexString(nanos))
                .isPresent()) {
            nanos++;
        }
        return about + "." + Long.toHexString(nanos);
    }
}
