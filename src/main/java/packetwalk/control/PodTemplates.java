package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** A pod made of a template: {@code GetPodFromTemplate()}, pkg/controller/controller_utils.go. */
final class PodTemplates {

    private PodTemplates() {}

    /** A pod of {@code owner}, whose name the API server makes up behind the owner's. */
    static PodBuilder pod(PodTemplateSpec template, HasMetadata owner) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withNamespace(owner.getMetadata().getNamespace())
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withOwnerReferences(Controller.reference(owner));
        if (template.getMetadata() != null) {
            metadata.withLabels(template.getMetadata().getLabels())
                    .withAnnotations(template.getMetadata().getAnnotations())
                    .withFinalizers(template.getMetadata().getFinalizers());
        }
        return new PodBuilder(new Pod("v1", "Pod", metadata.build(), template.getSpec(), null));
    }
}
