package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What a container must be; {@code validateContainers}. */
final class ContainerValidation {

    private ContainerValidation() {}

    static void containers(Errors errors, FieldPath field, List<Container> containers) {
        if (containers.isEmpty()) {
            errors.required(field);
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            common(errors, field.index(i), container);
            if (!names.add(name(container))) {
                errors.add(FieldError.duplicate(field.index(i).child("name"), name(container)));
            }
            probes(errors, field.index(i), container);
        }
        hostPorts(errors, field, containers);
    }

    static void initContainers(Errors errors, FieldPath field, List<Container> init, List<Container> containers) {
        Set<String> names = new LinkedHashSet<>();
        containers.forEach(container -> names.add(name(container)));
        for (int i = 0; i < init.size(); i++) {
            Container container = init.get(i);
            FieldPath path = field.index(i);
            common(errors, path, container);
            if (!names.add(name(container))) {
                errors.add(FieldError.duplicate(path.child("name"), name(container)));
            }
            hostPorts(errors, field, List.of(container));
            if ("Always".equals(container.getRestartPolicy())) {
                probes(errors, path, container);
            } else {
                noProbes(errors, path, container);
            }
        }
    }

    private static void noProbes(Errors errors, FieldPath field, Container container) {
        Map<String, @Nullable Object> only = new LinkedHashMap<>();
        only.put("lifecycle", container.getLifecycle());
        only.put("livenessProbe", container.getLivenessProbe());
        only.put("readinessProbe", container.getReadinessProbe());
        only.put("startupProbe", container.getStartupProbe());
        only.forEach((name, value) -> {
            if (value != null) {
                errors.forbidden(field.child(name), "may not be set for init containers without restartPolicy=Always");
            }
        });
    }

    private static void common(Errors errors, FieldPath field, Container container) {
        if (name(container).isEmpty()) {
            errors.required(field.child("name"));
        } else {
            errors.invalid(field.child("name"), name(container), Names.label(name(container)));
        }
        if (container.getImage() == null || container.getImage().isEmpty()) {
            errors.required(field.child("image"));
        } else if (!container.getImage().equals(container.getImage().strip())) {
            errors.invalid(field.child("image"), container.getImage(), "must not have leading or trailing whitespace");
        }
        errors.oneOf(
                field.child("terminationMessagePolicy"),
                container.getTerminationMessagePolicy(),
                List.of("File", "FallbackToLogsOnError"));
        ports(errors, field.child("ports"), container.getPorts());
        for (int i = 0; i < container.getEnv().size(); i++) {
            environment(errors, field.child("env").index(i), container.getEnv().get(i));
        }
        errors.oneOf(
                field.child("imagePullPolicy"),
                container.getImagePullPolicy(),
                List.of("Always", "IfNotPresent", "Never"));
    }

    private static void environment(Errors errors, FieldPath field, EnvVar variable) {
        String name = variable.getName() == null ? "" : variable.getName();
        if (name.isEmpty()) {
            errors.required(field.child("name"));
        } else if (!name.matches("[ -<>-~]+")) {
            errors.invalid(
                    field.child("name"),
                    name,
                    "a valid environment variable name must consist only of printable ASCII characters other than '='");
        }
        if (variable.getValueFrom() != null
                && variable.getValue() != null
                && !variable.getValue().isEmpty()) {
            errors.invalid(field.child("valueFrom"), "", "may not be specified when `value` is not empty");
        }
    }

    private static void ports(Errors errors, FieldPath field, List<ContainerPort> ports) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            ContainerPort port = ports.get(i);
            FieldPath path = field.index(i);
            if (port.getName() != null && !port.getName().isEmpty()) {
                List<String> wrong = Names.port(port.getName());
                errors.invalid(path.child("name"), port.getName(), wrong);
                if (wrong.isEmpty() && !names.add(port.getName())) {
                    errors.add(FieldError.duplicate(path.child("name"), port.getName()));
                }
            }
            if (port.getContainerPort() == null || port.getContainerPort() == 0) {
                errors.required(path.child("containerPort"));
            } else {
                errors.portNumber(path.child("containerPort"), port.getContainerPort());
            }
            if (port.getHostPort() != null && port.getHostPort() != 0) {
                errors.portNumber(path.child("hostPort"), port.getHostPort());
            }
            errors.oneOf(path.child("protocol"), port.getProtocol(), List.of("SCTP", "TCP", "UDP"));
        }
    }

    private static void hostPorts(Errors errors, FieldPath field, List<Container> containers) {
        Set<String> taken = new LinkedHashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerPort> ports = containers.get(i).getPorts();
            for (int j = 0; j < ports.size(); j++) {
                ContainerPort port = ports.get(j);
                String ip = port.getHostIP() == null ? "" : port.getHostIP();
                String key = port.getProtocol() + "/" + ip + "/" + port.getHostPort();
                if (port.getHostPort() != null && port.getHostPort() != 0 && !taken.add(key)) {
                    FieldPath path = field.index(i).child("ports").index(j).child("hostPort");
                    errors.add(FieldError.duplicate(path, key));
                }
            }
        }
    }

    private static void probes(Errors errors, FieldPath field, Container container) {
        probe(errors, field.child("livenessProbe"), container.getLivenessProbe(), true);
        probe(errors, field.child("readinessProbe"), container.getReadinessProbe(), false);
        Probe readiness = container.getReadinessProbe();
        if (readiness != null && readiness.getTerminationGracePeriodSeconds() != null) {
            errors.invalid(
                    field.child("readinessProbe").child("terminationGracePeriodSeconds"),
                    readiness.getTerminationGracePeriodSeconds(),
                    "must not be set for readinessProbes");
        }
        probe(errors, field.child("startupProbe"), container.getStartupProbe(), true);
    }

    private static void probe(Errors errors, FieldPath field, @Nullable Probe probe, boolean onceIsEnough) {
        if (probe == null) {
            return;
        }
        handler(errors, field, probe);
        errors.notNegative(field.child("initialDelaySeconds"), probe.getInitialDelaySeconds());
        errors.notNegative(field.child("timeoutSeconds"), probe.getTimeoutSeconds());
        errors.notNegative(field.child("periodSeconds"), probe.getPeriodSeconds());
        errors.notNegative(field.child("successThreshold"), probe.getSuccessThreshold());
        errors.notNegative(field.child("failureThreshold"), probe.getFailureThreshold());
        Long grace = probe.getTerminationGracePeriodSeconds();
        if (grace != null && grace <= 0) {
            errors.invalid(field.child("terminationGracePeriodSeconds"), grace, "must be greater than 0");
        }
        Integer successes = probe.getSuccessThreshold();
        if (onceIsEnough && successes != null && successes != 1) {
            errors.invalid(field.child("successThreshold"), successes, "must be 1");
        }
    }

    private static void handler(Errors errors, FieldPath field, Probe probe) {
        Map<String, @Nullable Object> handlers = new LinkedHashMap<>();
        handlers.put("exec", probe.getExec());
        handlers.put("httpGet", probe.getHttpGet());
        handlers.put("tcpSocket", probe.getTcpSocket());
        handlers.put("grpc", probe.getGrpc());
        List<String> given = handlers.entrySet().stream()
                .filter(handler -> handler.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
        if (given.isEmpty()) {
            errors.add(FieldError.required(field, "must specify a handler type"));
            return;
        }
        switch (given.get(0)) {
            case "exec" -> {
                if (probe.getExec().getCommand().isEmpty()) {
                    errors.required(field.child("exec").child("command"));
                }
            }
            case "httpGet" -> httpGet(errors, field.child("httpGet"), probe.getHttpGet());
            case "tcpSocket" ->
                PortValidation.numberOrName(
                        errors,
                        field.child("tcpSocket").child("port"),
                        probe.getTcpSocket().getPort());
            default ->
                errors.portNumber(
                        field.child("grpc").child("port"), probe.getGrpc().getPort());
        }
        given.stream()
                .skip(1)
                .forEach(more -> errors.forbidden(field.child(more), "may not specify more than 1 handler type"));
    }

    private static void httpGet(Errors errors, FieldPath field, HTTPGetAction get) {
        if (get.getPath() == null || get.getPath().isEmpty()) {
            errors.required(field.child("path"));
        }
        PortValidation.numberOrName(errors, field.child("port"), get.getPort());
        if (!"HTTP".equals(get.getScheme()) && !"HTTPS".equals(get.getScheme())) {
            errors.add(FieldError.notSupported(
                    field.child("scheme"), String.valueOf(get.getScheme()), List.of("HTTP", "HTTPS")));
        }
    }

    private static String name(Container container) {
        return container.getName() == null ? "" : container.getName();
    }
}
