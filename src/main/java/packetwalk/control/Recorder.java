package packetwalk.control;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import packetwalk.apiserver.ApiServer;

/** Writes down what a component did, as objects that {@code kubectl get events} lists; equal ones are counted. */
public final class Recorder {

    private final ApiServer api;
    private final String component;

    public Recorder(ApiServer api, String component) {
        this.api = api;
        this.component = component;
    }

    /** Something went as it should. */
    public void normal(HasMetadata about, String reason, String message) {
        record("Normal", about, reason, message);
    }

    /** Something did not. */
    public void warning(HasMetadata about, String reason, String message) {
        record("Warning", about, reason, message);
    }

    private void record(String type, HasMetadata about, String reason, String message) {
        String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), "default");
        for (Event event : api.list(Event.class, namespace)) {
            boolean same = event.getReason().equals(reason)
                    && event.getMessage().equals(message)
                    && Objects.equals(
                            event.getInvolvedObject().getUid(),
                            about.getMetadata().getUid());
            if (same) {
                api.update(new EventBuilder(event)
                        .withCount(event.getCount() + 1)
                        .withLastTimestamp(api.timestamp())
                        .build());
                return;
            }
        }
        api.create(new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withGenerateName(about.getMetadata().getName() + ".")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .withResourceVersion(about.getMetadata().getResourceVersion())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp(api.timestamp())
                .withLastTimestamp(api.timestamp())
                .withNewSource(component, null)
                .build());
    }
}
