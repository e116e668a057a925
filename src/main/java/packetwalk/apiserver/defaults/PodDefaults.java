package packetwalk.apiserver.defaults;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Defaults of pods and of the templates that pods are made from. */
final class PodDefaults {

    /** How long a pod stays on a node that is not ready or not reachable, by admission DefaultTolerationSeconds. */
    private static final long TOLERATION_SECONDS = 300;

    private PodDefaults() {}

    /** A pod: what its template would get, what only pods get, and what the admission plugins write. */
    static void pod(PodSpec spec) {
        Long grace = spec.getTerminationGracePeriodSeconds();
        if (grace != null && grace < 0) {
            spec.setTerminationGracePeriodSeconds(1L);
        }
        containers(spec).forEach(PodDefaults::requests);
        if (spec.getEnableServiceLinks() == null) {
            spec.setEnableServiceLinks(true);
        }
        template(spec);
        if (isEmpty(spec.getServiceAccountName())) {
            spec.setServiceAccountName("default"); // admission ServiceAccount, after the alias was read
            spec.setServiceAccount("default");
        }
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            containers(spec).flatMap(each -> each.getPorts().stream()).forEach(PodDefaults::hostPort);
        }
        if (spec.getPriority() == null) {
            spec.setPriority(0); // admission Priority
        }
        if (spec.getPreemptionPolicy() == null) {
            spec.setPreemptionPolicy("PreemptLowerPriority");
        }
        tolerations(spec);
    }

    /** A template: {@code SetDefaults_PodSpec} and those of what is in it. */
    static void template(PodSpec spec) {
        if (isEmpty(spec.getServiceAccountName()) && !isEmpty(spec.getServiceAccount())) {
            spec.setServiceAccountName(spec.getServiceAccount());
        }
        spec.setServiceAccount(spec.getServiceAccountName());
        if (isEmpty(spec.getDnsPolicy())) {
            spec.setDnsPolicy("ClusterFirst");
        }
        if (isEmpty(spec.getRestartPolicy())) {
            spec.setRestartPolicy("Always");
        }
        if (spec.getSecurityContext() == null) {
            spec.setSecurityContext(new PodSecurityContext());
        }
        if (spec.getTerminationGracePeriodSeconds() == null) {
            spec.setTerminationGracePeriodSeconds(30L);
        }
        if (isEmpty(spec.getSchedulerName())) {
            spec.setSchedulerName("default-scheduler");
        }
        containers(spec).forEach(PodDefaults::container);
    }

    private static Stream<Container> containers(PodSpec spec) {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }

    /** In the node's namespace a container's port is the node's. */
    private static void hostPort(ContainerPort port) {
        if (port.getHostPort() == null || port.getHostPort() == 0) {
            port.setHostPort(port.getContainerPort());
        }
    }

    private static void container(Container container) {
        if (isEmpty(container.getImagePullPolicy())) {
            container.setImagePullPolicy(isLatest(container.getImage()) ? "Always" : "IfNotPresent");
        }
        if (isEmpty(container.getTerminationMessagePath())) {
            container.setTerminationMessagePath("/dev/termination-log");
        }
        if (isEmpty(container.getTerminationMessagePolicy())) {
            container.setTerminationMessagePolicy("File");
        }
        if (container.getResources() == null) {
            container.setResources(new ResourceRequirements());
        }
        for (ContainerPort port : container.getPorts()) {
            if (isEmpty(port.getProtocol())) {
                port.setProtocol("TCP");
            }
        }
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() != null
                    && variable.getValueFrom().getFieldRef() != null
                    && variable.getValueFrom().getFieldRef().getApiVersion() == null) {
                variable.getValueFrom().getFieldRef().setApiVersion("v1");
            }
        }
        probe(container.getLivenessProbe());
        probe(container.getReadinessProbe());
        probe(container.getStartupProbe());
    }

    /** An image without a tag is its newest: what {@code ParseImageName} makes of it. */
    private static boolean isLatest(@Nullable String image) {
        if (image == null || image.isEmpty() || image.contains("@")) {
            return false;
        }
        String name = image.substring(image.lastIndexOf('/') + 1);
        return !name.contains(":") || name.endsWith(":latest");
    }

    private static void probe(@Nullable Probe probe) {
        if (probe == null) {
            return;
        }
        probe.setTimeoutSeconds(or(probe.getTimeoutSeconds(), 1));
        probe.setPeriodSeconds(or(probe.getPeriodSeconds(), 10));
        probe.setSuccessThreshold(or(probe.getSuccessThreshold(), 1));
        probe.setFailureThreshold(or(probe.getFailureThreshold(), 3));
        HTTPGetAction get = probe.getHttpGet();
        if (get != null) {
            get.setPath(isEmpty(get.getPath()) ? "/" : get.getPath());
            get.setScheme(isEmpty(get.getScheme()) ? "HTTP" : get.getScheme());
        }
        if (probe.getGrpc() != null && probe.getGrpc().getService() == null) {
            probe.getGrpc().setService("");
        }
    }

    /** What is limited is requested, unless it says otherwise. */
    private static void requests(Container container) {
        ResourceRequirements resources = container.getResources();
        if (resources != null
                && resources.getLimits() != null
                && !resources.getLimits().isEmpty()) {
            Map<String, Quantity> requests = new LinkedHashMap<>(resources.getLimits());
            if (resources.getRequests() != null) {
                requests.putAll(resources.getRequests());
            }
            resources.setRequests(requests);
        }
    }

    private static void tolerations(PodSpec spec) {
        List<Toleration> all = new ArrayList<>(spec.getTolerations());
        for (String taint : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (all.stream().noneMatch(each -> toleratesEviction(each, taint))) {
                all.add(new TolerationBuilder()
                        .withKey(taint)
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .withTolerationSeconds(TOLERATION_SECONDS)
                        .build());
            }
        }
        spec.setTolerations(all);
    }

    private static boolean toleratesEviction(Toleration toleration, String taint) {
        boolean key = isEmpty(toleration.getKey()) || toleration.getKey().equals(taint);
        boolean effect =
                isEmpty(toleration.getEffect()) || toleration.getEffect().equals("NoExecute");
        return key && effect;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null || value == 0 ? otherwise : value;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
