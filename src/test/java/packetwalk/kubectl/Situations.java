package packetwalk.kubectl;

import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.List;
import packetwalk.Cluster;

/** Clusters that have, between them, everything that a cluster of ours can look like. */
final class Situations {

    private Situations() {}

    static List<Situation> all() {
        return List.of(articles(), rollouts(), sets(), podsInTrouble(), podsAtLength(), services(), ingresses(), nodes(), namespaces());
    }

    private static Cluster threeNodes() {
        return cluster()
                .node("10.100.0.2")
                .node("10.100.0.3")
                .node("10.100.0.4")
                .up();
    }

    private static Situation at(Cluster k8s, int seconds) {
        return Situation.of(k8s.advance(Duration.ofSeconds(seconds)));
    }

    /** Two pods of a Service, as the articles have them. */
    private static Situation articles() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen(8080)
                .pod("client")
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .port(80, 8080)
                .up();
        return at(k8s, 130)
                .and(
                        "get pods -o name",
                        "get pods -o json",
                        "get pods,svc -o yaml",
                        "get pods -l app=service_test_pod",
                        "get pods -l app!=service_test_pod -o name",
                        "get pods -n kube-public",
                        "get pods --no-headers",
                        "get pods -o jsonpath={.items[*].status.podIP}",
                        "get svc service-test -o jsonpath={.spec.ports[0].port}",
                        "get pod nobody",
                        "get gods",
                        "describe pods",
                        "describe pod server",
                        "describe pod nobody");
    }

    /** Deployments: scaled, rolled out twice, in the midst of a roll-out, one that cannot go on. */
    private static Situation rollouts() {
        Cluster k8s = threeNodes();
        k8s.apply(deployment("web", 3, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}"));
        k8s.apply(deployment("api", 2, "minReadySeconds: 5"));
        k8s.apply(deployment("again", 2, "strategy: {type: Recreate}"));
        k8s.apply(deployment("stuck", 2, "progressDeadlineSeconds: 20"));
        k8s.advance(Duration.ofSeconds(60));
        k8s.kubectl("rollout restart deployment api");
        k8s.kubectl("rollout restart deployment again");
        k8s.kubectl("scale deployment api --replicas=5");
        k8s.kubectl("patch deployment stuck -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"disk\":\"none\"}}}}}'");
        k8s.advance(Duration.ofSeconds(90));
        k8s.kubectl("rollout restart deployment web");
        return at(k8s, 2)
                .and(
                        "rollout history deployment web",
                        "rollout history deployment api",
                        "rollout history deployment",
                        "rollout history deployment web --revision=1",
                        "rollout history deployment web --revision=7",
                        "wait --for=condition=Available deployment/api",
                        "wait --for=condition=available=true deploy api",
                        "wait --for=jsonpath={.status.replicas}=5 deployment/api");
    }

    private static String deployment(String name, int replicas, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s}, annotations: {kubernetes.io/change-cause: first}}
                spec:
                  replicas: %2$d
                  %3$s
                  selector: {matchLabels: {app: %1$s}, matchExpressions: [{key: tier, operator: In, values: [front, back]}]}
                  template:
                    metadata: {labels: {app: %1$s, tier: front}}
                    spec:
                      containers:
                      - {name: %1$s, image: "nginx:1.27", ports: [{name: http, containerPort: 80}], readinessProbe: {httpGet: {port: http}}}
                """.formatted(name, replicas, more);
    }

    /** A StatefulSet that rolls out, one with a partition, a DaemonSet of some nodes, one that is not well everywhere. */
    private static Situation sets() {
        Cluster k8s = threeNodes();
        k8s.kubectl("label node " + k8s.nodes().get(0).name() + " disk=fast");
        k8s.apply(set("StatefulSet", "db", "serviceName: db", ""));
        k8s.apply(set("StatefulSet", "queue", "podManagementPolicy: Parallel", ""));
        k8s.apply(set("DaemonSet", "agent", "updateStrategy: {type: OnDelete}", "nodeSelector: {disk: fast}"));
        k8s.apply(set("DaemonSet", "everywhere", "minReadySeconds: 2", ""));
        k8s.advance(Duration.ofSeconds(60));
        k8s.pods().stream()
                .filter(pod -> pod.name().startsWith("everywhere"))
                .findFirst()
                .orElseThrow()
                .answerWith(503);
        k8s.kubectl("scale statefulset db --replicas=3");
        k8s.kubectl(
                "patch statefulset queue -p '{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}}}}'");
        k8s.advance(Duration.ofSeconds(30));
        k8s.kubectl("patch statefulset db -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":5}}}}'");
        return at(k8s, 32);
    }

    private static String set(String kind, String name, String spec, String pod) {
        return """
                apiVersion: apps/v1
                kind: %1$s
                metadata: {name: %2$s}
                spec:
                  %3$s
                  selector: {matchLabels: {app: %2$s}}
                  template:
                    metadata: {labels: {app: %2$s}}
                    spec:
                      %4$s
                      containers:
                      - {name: main, image: "app:1", ports: [{containerPort: 80}], readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}}
                """.formatted(kind, name, spec, pod);
    }

    /** Pods that wait, crash, are not ready, or leave. */
    private static Situation podsInTrouble() {
        Cluster k8s = threeNodes();
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
        return at(k8s, 1).and("wait --for=condition=Ready pod/killed", "wait --for=condition=Ready pod killed");
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
    private static Situation podsAtLength() {
        Cluster k8s = threeNodes();
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
        return at(k8s, 30);
    }

    /** Services of every type, with and without endpoints. */
    private static Situation services() {
        Cluster k8s = threeNodes();
        k8s.apply(deployment("web", 5, ""));
        k8s.apply("""
                {apiVersion: v1, kind: Service, metadata: {name: web, labels: {a: b}, annotations: {c: d}}, spec: {selector: {app: web, tier: front}, sessionAffinity: ClientIP, ports: [{port: 80, targetPort: http}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: two-ports}, spec: {selector: {app: web}, internalTrafficPolicy: Local, trafficDistribution: PreferClose, ports: [{name: http, port: 80, targetPort: 80, appProtocol: http}, {name: dns, port: 53, protocol: UDP}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: on-nodes}, spec: {type: NodePort, selector: {app: web}, externalTrafficPolicy: Local, ports: [{port: 80, targetPort: http, nodePort: 32213}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: balanced}, spec: {type: LoadBalancer, selector: {app: web}, externalTrafficPolicy: Local, loadBalancerSourceRanges: [10.0.0.0/8, 192.0.2.0/24], ports: [{port: 80}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: waiting}, spec: {type: LoadBalancer, selector: {app: none}, ports: [{port: 80}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: external-ip}, spec: {selector: {app: web}, externalIPs: [192.0.2.1, 192.0.2.2], ports: [{port: 80}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: elsewhere}, spec: {type: ExternalName, externalName: example.com}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: headless}, spec: {clusterIP: None, selector: {app: web}}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: by-hand}, spec: {ports: [{port: 80}]}}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: by-hand-1, labels: {kubernetes.io/service-name: by-hand}}
                addressType: IPv4
                ports: [{port: 8080}]
                endpoints:
                - {addresses: [192.0.2.9], conditions: {ready: true}, zone: z1, hostname: nine}
                - {addresses: [192.0.2.10]}
                - {addresses: [192.0.2.11], conditions: {ready: false, serving: true, terminating: true}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: for-all-to-see}, spec: {ports: [{port: 80}]}}
                ---
                {apiVersion: v1, kind: Endpoints, metadata: {name: for-all-to-see}, subsets: [{addresses: [{ip: 192.0.2.9}], notReadyAddresses: [{ip: 192.0.2.10}], ports: [{name: w, port: 80}, {name: x, port: 81, protocol: UDP}]}, {addresses: [{ip: 192.0.2.12}]}]}
                """);
        Cluster later = k8s.advance(Duration.ofSeconds(30));
        Balancers.ofService(later, "balanced", "35.184.97.156", "a.very.long.name.of.a.balancer.example.com");
        later.pods().get(0).answerWith(503);
        return at(later, 40);
    }

    /** Ingresses with their classes, and what else is known by name. */
    private static Situation ingresses() {
        Cluster k8s = threeNodes();
        k8s.apply(deployment("web", 2, ""));
        k8s.apply("""
                {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}, spec: {controller: k8s.io/ingress-nginx}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: test-ingress, annotations: {example.com/limit: "5"}}
                spec:
                  tls: [{hosts: [foo.example.com, bar.example.com], secretName: my-ssl-secret}, {hosts: [baz.example.com]}]
                  defaultBackend: {service: {name: web, port: {number: 80}}}
                  rules:
                  - host: foo.example.com
                    http:
                      paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}
                      - {path: /none, pathType: Exact, backend: {service: {name: nobody, port: {number: 80}}}}
                  - http: {paths: [{path: /bucket, pathType: ImplementationSpecific, backend: {resource: {apiGroup: k8s.example.com, kind: StorageBucket, name: assets}}}]}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: plain}
                spec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {name: http}}}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: keys, labels: {a: b}}, type: Opaque, data: {key: c2VjcmV0, empty: ""}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {one: "1", lines: "a\nb\n"}, binaryData: {b: AAEC}}
                """);
        k8s.advance(Duration.ofSeconds(30));
        Balancers.ofIngress(k8s, "test-ingress", "35.184.97.156", "203.0.113.200");
        return at(k8s, 30);
    }

    /** Nodes that are well, cordoned, tainted, dead, and of some role. */
    private static Situation nodes() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .name("control")
                .node("10.100.0.3")
                .name("cordoned")
                .node("10.100.0.4")
                .name("tainted")
                .node("10.100.0.5")
                .name("dead")
                .node("10.100.0.6")
                .name("busy")
                .up();
        k8s.kubectl("label node control node-role.kubernetes.io/control-plane= node-role.kubernetes.io/etcd=");
        k8s.kubectl("cordon cordoned");
        k8s.kubectl(
                "patch node tainted -p"
                        + " '{\"spec\":{\"taints\":[{\"key\":\"b\",\"value\":\"c\",\"effect\":\"NoSchedule\"},{\"key\":\"a\",\"effect\":\"NoExecute\"}]}}'");
        k8s.apply(deployment("web", 6, ""));
        k8s.advance(Duration.ofSeconds(60));
        k8s.kubectl("scale deployment web --replicas=8");
        k8s.node("dead").powerOff();
        return at(k8s, 90);
    }

    /** Namespaces that are there and that are going. */
    private static Situation namespaces() {
        Cluster k8s = threeNodes();
        k8s.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: one}, annotations: {owner: somebody}}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: going}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: last, namespace: going}, spec: {containers: [{name: main, image: "app:1", lifecycle: {preStop: {sleep: {seconds: 20}}}}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: first, namespace: shop}, spec: {containers: [{name: main, image: "app:1"}]}}
                """);
        k8s.advance(Duration.ofSeconds(700));
        k8s.kubectl("delete namespace going");
        return at(k8s, 3).and("get pods -A", "get pods -n shop", "get all -n kube-public", "get ns,pods -A");
    }
}
