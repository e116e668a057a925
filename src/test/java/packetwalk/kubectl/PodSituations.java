package packetwalk.kubectl;

import java.time.Duration;
import packetwalk.Cluster;

/** Pods as they can be. */
final class PodSituations {

    private PodSituations() {}

    /** Pods that wait, crash, are not ready, or leave. */
    static Situation inTrouble() {
        Cluster k8s = Situations.threeNodes();
        k8s.apply(pod("homeless", "nodeSelector: {disk: none}", ""));
        k8s.apply(pod("greedy", "", "resources: {requests: {cpu: \"64\", memory: 1Ti}}"));
        k8s.apply(pod("crashing", "", "livenessProbe: {httpGet: {path: /healthz, port: 80}, periodSeconds: 1}"));
        k8s.apply(pod("unwell", "", "readinessProbe: {httpGet: {path: /ready, port: 80}, periodSeconds: 2}"));
        k8s.apply(pod("once", "restartPolicy: Never", ""));
        k8s.apply(pod("failed", "restartPolicy: Never", ""));
        k8s.apply(pod("killed", "", ""));
        k8s.apply(pod("leaving", "", "lifecycle: {preStop: {sleep: {seconds: 25}}}"));
        k8s.advance(Duration.ofSeconds(10));
        k8s.pod("crashing").answerWith("/healthz", 500);
        k8s.pod("unwell").answerWith("/ready", 503);
        k8s.pod("once").container("main").stop();
        k8s.pod("failed").container("main").kill();
        k8s.pod("killed").container("main").kill();
        k8s.advance(Duration.ofSeconds(120));
        k8s.kubectl("delete pod leaving");
        k8s.advance(Duration.ofSeconds(4));
        k8s.apply(pod("coming", "", ""));
        return Situations.at(k8s, 1)
                .and("wait --for=condition=Ready pod/killed", "wait --for=condition=Ready pod killed");
    }

    private static String pod(String name, String spec, String container) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  %s
                  containers:
                  - name: main
                    image: "app:1"
                    ports: [{containerPort: 80}]
                    %s
                """.formatted(name, spec, container);
    }

    /** Pods that say all that one can say. */
    static Situation atLength() {
        Cluster k8s = Situations.threeNodes();
        k8s.apply("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: everything
                  labels: {app: web, tier: front}
                  annotations:
                    short: "yes"
                    long: "%s"
                    lines: "one\\ntwo\\n"
                spec:
                  hostname: everything
                  priority: 5
                  serviceAccountName: robot
                  terminationGracePeriodSeconds: 7
                  nodeSelector: {kubernetes.io/os: linux}
                  readinessGates: [{conditionType: example.com/open}]
                  tolerations:
                  - {key: b, operator: Equal, value: c, effect: NoSchedule}
                  - {operator: Exists}
                  - {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}
                  topologySpreadConstraints:
                  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}
                  - {maxSkew: 2, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule}
                  volumes:
                  - {name: scratch, emptyDir: {}}
                  - {name: memory, emptyDir: {medium: Memory, sizeLimit: 64Mi}}
                  - {name: host, hostPath: {path: /var/log}}
                  - {name: settings, configMap: {name: settings}}
                  - {name: keys, secret: {secretName: keys, optional: true}}
                  - {name: data, persistentVolumeClaim: {claimName: data}}
                  - {name: about, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                  - name: token
                    projected:
                      sources:
                      - serviceAccountToken: {path: token, expirationSeconds: 3600}
                      - configMap: {name: kube-root-ca.crt}
                      - downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}
                  initContainers:
                  - {name: init, image: "init:1", command: [sh, -c, "echo a\\necho b"]}
                  containers:
                  - name: web
                    image: "nginx:1.27"
                    args: [-g, daemon off;]
                    ports:
                    - {name: http, containerPort: 80}
                    - {name: dns, containerPort: 53, protocol: UDP}
                    envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys, optional: true}, prefix: K_}]
                    env:
                    - {name: MODE, value: fast}
                    - {name: LINES, value: "one\\ntwo"}
                    - {name: MY_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: MY_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: MY_TIER, valueFrom: {fieldRef: {fieldPath: "metadata.labels['tier']"}}}
                    - {name: MY_CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                    - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: key, optional: true}}}
                    - {name: SET, valueFrom: {configMapKeyRef: {name: settings, key: set}}}
                    resources: {requests: {cpu: 250m, memory: 64Mi}, limits: {cpu: "1", memory: 0.5Gi, ephemeral-storage: 1G}}
                    volumeMounts:
                    - {name: scratch, mountPath: /scratch}
                    - {name: host, mountPath: /log, readOnly: true, subPath: web}
                    livenessProbe: {tcpSocket: {port: http}, initialDelaySeconds: 3}
                    readinessProbe: {httpGet: {path: "/ready?a=b", port: 80, scheme: HTTP}, failureThreshold: 2}
                    startupProbe: {exec: {command: [cat, /tmp/started]}}
                  - name: side
                    image: "side:1"
                    resources: {requests: {cpu: 1500m, memory: 100M}}
                    livenessProbe: {grpc: {port: 9000, service: health}}
                    ports: [{containerPort: 9000}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: on-the-host, namespace: kube-system}
                spec:
                  hostNetwork: true
                  priorityClassName: system-node-critical
                  containers: [{name: proxy, image: "kube-proxy:1", ports: [{containerPort: 10256}], resources: {limits: {cpu: 100m, memory: "52428800"}}}]
                """.formatted("x".repeat(200)));
        return Situations.at(k8s, 30);
    }
}
