package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** All that is wrong with an object, with its defaults in it already. */
public final class Validation {

    private Validation() {}

    /** A new object. */
    public static List<FieldError> create(HasMetadata object) {
        Errors errors = new Errors();
        MetadataValidation.check(errors, object.getMetadata(), nameRule(object));
        object(errors, object, Optional.empty());
        return errors.list();
    }

    /** An object that is to stand in the place of {@code before}. */
    public static <T extends HasMetadata> List<FieldError> update(T object, T before) {
        Errors errors = new Errors();
        MetadataValidation.checkChange(errors, object.getMetadata(), before.getMetadata());
        MetadataValidation.check(errors, object.getMetadata(), nameRule(object));
        change(errors, object, before);
        object(errors, object, Optional.of(before));
        return errors.list();
    }

    /** An object whose status was written. */
    public static <T extends HasMetadata> List<FieldError> status(T object, T before) {
        Errors errors = new Errors();
        if (object instanceof Service service) {
            ServicePolicyValidation.checkStatus(errors, service);
        } else if (object instanceof Ingress ingress) {
            IngressValidation.status(errors, ingress, (Ingress) before);
        }
        return errors.list();
    }

    private static void object(Errors errors, HasMetadata object, Optional<? extends HasMetadata> before) {
        if (object instanceof Service service) {
            ServiceValidation.check(errors, service, before.map(Service.class::cast));
        } else if (object instanceof Pod pod) {
            PodValidation.pod(errors, pod.getSpec());
        } else if (object instanceof Deployment deployment) {
            WorkloadValidation.deployment(errors, deployment.getSpec());
        } else if (object instanceof ReplicaSet replicas) {
            WorkloadValidation.replicaSet(errors, replicas.getSpec());
        } else if (object instanceof DaemonSet daemons) {
            WorkloadValidation.daemonSet(errors, daemons.getSpec());
        } else if (object instanceof StatefulSet set) {
            WorkloadValidation.statefulSet(errors, set.getSpec());
        } else if (object instanceof EndpointSlice slice) {
            EndpointValidation.slice(errors, slice);
        } else if (object instanceof Endpoints endpoints) {
            EndpointValidation.endpoints(errors, endpoints);
        } else if (object instanceof Node node) {
            NodeValidation.check(errors, node);
        } else if (object instanceof Event event) {
            event(errors, event);
        } else if (object instanceof Secret secret) {
            SecretValidation.secret(errors, secret);
        } else if (object instanceof ConfigMap map) {
            SecretValidation.configMap(errors, map);
        } else if (object instanceof Ingress ingress) {
            IngressValidation.check(errors, ingress, before.isEmpty());
        } else if (object instanceof IngressClass ingressClass) {
            IngressClassValidation.check(errors, ingressClass.getSpec());
        }
    }

    private static <T extends HasMetadata> void change(Errors errors, T object, T before) {
        if (object instanceof Service service) {
            ServicePolicyValidation.checkChange(errors, service, (Service) before);
        } else if (object instanceof Pod pod) {
            PodValidation.change(errors, pod, (Pod) before);
        } else if (object instanceof Deployment deployment) {
            WorkloadValidation.selectorChange(
                    errors,
                    deployment.getSpec().getSelector(),
                    ((Deployment) before).getSpec().getSelector());
        } else if (object instanceof ReplicaSet replicas) {
            WorkloadValidation.selectorChange(
                    errors,
                    replicas.getSpec().getSelector(),
                    ((ReplicaSet) before).getSpec().getSelector());
        } else if (object instanceof DaemonSet daemons) {
            WorkloadValidation.selectorChange(
                    errors,
                    daemons.getSpec().getSelector(),
                    ((DaemonSet) before).getSpec().getSelector());
        } else if (object instanceof StatefulSet set) {
            WorkloadValidation.statefulSetChange(errors, set.getSpec(), ((StatefulSet) before).getSpec());
        } else if (object instanceof EndpointSlice slice) {
            errors.immutable(
                    FieldPath.of("addressType"), slice.getAddressType(), ((EndpointSlice) before).getAddressType());
        } else if (object instanceof Node node) {
            NodeValidation.change(errors, node, (Node) before);
        } else if (object instanceof Secret secret) {
            SecretValidation.change(errors, secret, (Secret) before);
        } else if (object instanceof ConfigMap map) {
            SecretValidation.change(errors, map, (ConfigMap) before);
        } else if (object instanceof IngressClass ingressClass) {
            errors.immutable(
                    FieldPath.of("spec", "controller"),
                    ingressClass.getSpec().getController(),
                    ((IngressClass) before).getSpec().getController());
        }
    }

    /** An event about what lives in no namespace is in {@code default}. */
    private static void event(Errors errors, Event event) {
        String about = event.getInvolvedObject() == null
                ? ""
                : Objects.requireNonNullElse(event.getInvolvedObject().getNamespace(), "");
        String expected = about.isEmpty() ? "default" : about;
        if (!expected.equals(event.getMetadata().getNamespace())) {
            errors.invalid(FieldPath.of("involvedObject", "namespace"), about, "does not match event.namespace");
        }
    }

    private static Function<String, List<String>> nameRule(HasMetadata object) {
        boolean label = object instanceof Service || object instanceof Namespace || object instanceof StatefulSet;
        if (label) {
            return Names::label;
        }
        return object instanceof Event ? Names::pathSegment : Names::subdomain;
    }
}
