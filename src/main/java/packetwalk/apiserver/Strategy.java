package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceSpec;
import io.fabric8.kubernetes.api.model.NamespaceStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressStatusBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.Kind;
import packetwalk.api.Metadata;
import packetwalk.apiserver.allocation.KeptValues;
import packetwalk.apiserver.allocation.ServiceAllocation;
import packetwalk.apiserver.allocation.Transaction;
import packetwalk.apiserver.defaults.Defaults;
import packetwalk.apiserver.validation.Validation;

/**
 * What is done with an object before it is stored: Kubernetes' {@code RESTCreateStrategy} and {@code RESTUpdateStrategy}
 * of each kind. It is given copies, which it may change.
 */
final class Strategy {
    private final ServiceAllocation allocation;
    private final DefaultIngressClass ingressClass;

    Strategy(ServiceAllocation allocation, Store store) {
        this.allocation = allocation;
        ingressClass = new DefaultIngressClass(store);
    }

    /**
     * Makes a new object fit to be stored, or refuses it and gives back what it took.
     *
     * @param last what else can refuse it
     */
    <T extends HasMetadata> T forCreate(Kind<T> kind, T object, Runnable last) {
        Specs.require(object);
        Defaults.apply(object);
        if (object instanceof Ingress ingress) {
            ingressClass.admit(ingress);
        }
        resetStatus(object);
        Optional<Transaction> taken =
                object instanceof Service service ? Optional.of(allocation.create(service)) : Optional.empty();
        attempt(taken, () -> {
            refuse(kind, object, Validation.create(object));
            last.run();
        });
        return object;
    }

    /** A user's update never changes the status; {@code last} is what else can refuse it. */
    <T extends HasMetadata> T forUpdate(Kind<T> kind, T object, T before, Consumer<HasMetadata> last) {
        Specs.require(object);
        Defaults.apply(object);
        T after = kind.parts()
                .statusOf()
                .map(withStatus -> withStatus.apply(object, before))
                .orElse(object);
        Optional<Transaction> taken = after instanceof Service service
                ? Optional.of(allocation.update(service, (Service) before))
                : Optional.empty();
        attempt(taken, () -> {
            if (after instanceof Service service) {
                KeptValues.drop(service, (Service) before);
                dropBalancer(service);
            }
            refuse(kind, after, Validation.update(after, before));
            last.accept(after);
        });
        return after;
    }

    /** A status update changes nothing else; of a Deployment also annotations, where its controller counts revisions. */
    <T extends HasMetadata> T forStatus(Kind<T> kind, T given, T before) {
        T after = kind.parts()
                .statusOf()
                .orElseThrow(() -> new IllegalArgumentException(
                        kind.name() + " has no status of its own; update the object instead"))
                .apply(before, given);
        if (after instanceof Service) {
            after = kind.copy(after);
            Defaults.apply(after);
        }
        after.setMetadata(Metadata.copy(before.getMetadata()));
        if (after instanceof Deployment) {
            after.getMetadata().setAnnotations(given.getMetadata().getAnnotations());
        }
        refuse(kind, after, Validation.status(after, before));
        return after;
    }

    /** An object has left the store. */
    void gone(HasMetadata object) {
        if (object instanceof Service service) {
            allocation.release(service);
        }
    }

    private static void attempt(Optional<Transaction> taken, Runnable rest) {
        try {
            rest.run();
        } catch (RuntimeException refused) {
            taken.ifPresent(Transaction::revert);
            throw refused;
        }
        taken.ifPresent(Transaction::commit);
    }

    private static void refuse(Kind<?> kind, HasMetadata object, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            String name = object.getMetadata().getName();
            throw ApiFault.invalid(kind, name == null ? "" : name, errors);
        }
    }

    /** The balancer's address goes with the type, even though the balancer takes a while to go. */
    private static void dropBalancer(Service service) {
        if (!"LoadBalancer".equals(service.getSpec().getType())) {
            service.setStatus(new ServiceStatusBuilder(service.getStatus())
                    .withNewLoadBalancer()
                    .endLoadBalancer()
                    .build());
        }
    }

    /** {@code applySchedulingGatedCondition()}. */
    private static List<PodCondition> gated(Pod pod) {
        return pod.getSpec().getSchedulingGates().isEmpty()
                ? List.of()
                : List.of(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("SchedulingGated")
                        .withMessage("Scheduling is blocked due to non-empty scheduling gates")
                        .build());
    }

    private static void resetStatus(HasMetadata object) {
        if (object instanceof Pod pod) {
            pod.setStatus(new PodStatusBuilder()
                    .withPhase("Pending")
                    .withQosClass(QualityOfService.of(pod.getSpec()))
                    .withConditions(gated(pod))
                    .build());
        } else if (object instanceof Namespace namespace) {
            namespace.setSpec(new NamespaceSpec(List.of("kubernetes")));
            namespace.setStatus(new NamespaceStatusBuilder().withPhase("Active").build());
        } else if (object instanceof Service service) {
            service.setStatus(new ServiceStatusBuilder()
                    .withNewLoadBalancer()
                    .endLoadBalancer()
                    .build());
        } else if (object instanceof Deployment deployment) {
            deployment.setStatus(new DeploymentStatus());
        } else if (object instanceof ReplicaSet replicas) {
            replicas.setStatus(new ReplicaSetStatusBuilder().withReplicas(0).build());
        } else if (object instanceof DaemonSet daemons) {
            daemons.setStatus(new DaemonSetStatusBuilder()
                    .withCurrentNumberScheduled(0)
                    .withNumberMisscheduled(0)
                    .withDesiredNumberScheduled(0)
                    .withNumberReady(0)
                    .build());
        } else if (object instanceof StatefulSet set) {
            set.setStatus(new StatefulSetStatusBuilder().withReplicas(0).build());
        } else if (object instanceof Ingress ingress) {
            ingress.setStatus(new IngressStatusBuilder()
                    .withNewLoadBalancer()
                    .endLoadBalancer()
                    .build());
        }
    }
}
