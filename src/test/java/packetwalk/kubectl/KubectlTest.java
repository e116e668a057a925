package packetwalk.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.api.Manifests;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.net.Cidr;
import packetwalk.time.Simulation;

/** What kubectl prints, over objects as the articles have them. */
class KubectlTest {
    private static final String OBJECTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: service-test}
            spec:
              selector: {app: service_test_pod}
              clusterIP: 10.3.241.152
              ports: [{name: http, port: 80, targetPort: http}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: service-test-abcde
              labels: {kubernetes.io/service-name: service-test}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints:
            - {addresses: [10.0.1.2], conditions: {ready: true}, nodeName: node-1}
            - {addresses: [10.0.2.2], conditions: {ready: true}, nodeName: node-2}
            - {addresses: [10.0.2.4], conditions: {ready: false}, nodeName: node-2}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: service-test}
            spec:
              replicas: 2
              selector: {matchLabels: {app: service_test_pod}}
              template:
                metadata: {labels: {app: service_test_pod}}
                spec:
                  containers:
                  - name: simple-http
                    image: python:2.7
                    ports: [{name: http, containerPort: 8080}]
                    readinessProbe: {httpGet: {port: http}}
            """;

    private final Simulation simulation = new Simulation(1);
    private final ApiServer api = new ApiServer(simulation, ServiceRanges.of(Cidr.parse("10.3.240.0/20")));
    private final Kubectl kubectl = new Kubectl(api);

    @BeforeEach
    void objects() {
        assertEquals("""
                service/service-test created
                endpointslice.discovery.k8s.io/service-test-abcde created
                deployment.apps/service-test created""", kubectl.run("apply -f -", OBJECTS));
        api.create(pod("server-1", "10.0.1.2", "node-1"));
        api.create(pod("server-2", "10.0.2.2", "node-2"));
        for (String pod : List.of("server-1", "server-2")) {
            api.updateStatus(pod(pod, pod.equals("server-1") ? "10.0.1.2" : "10.0.2.2", ""));
        }
        simulation.advance(Duration.ofSeconds(130));
    }

    @Test
    @DisplayName("S3: describe services service-test, in today's form")
    void describes_the_service_of_the_article() {
        assertEquals("""
                Name:                     service-test
                Namespace:                default
                Labels:                   <none>
                Annotations:              <none>
                Selector:                 app=service_test_pod
                Type:                     ClusterIP
                IP Family Policy:         SingleStack
                IP Families:              IPv4
                IP:                       10.3.241.152
                IPs:                      10.3.241.152
                Port:                     http  80/TCP
                TargetPort:               http/TCP
                Endpoints:                10.0.1.2:8080,10.0.2.2:8080
                Session Affinity:         None
                Internal Traffic Policy:  Cluster
                Events:                   <none>""", kubectl.run("describe services service-test"));
    }

    @Test
    @DisplayName("I4: a node port beside the cluster port, under PORT(S)")
    void gets_services_of_all_types() {
        api.edit(
                Service.class,
                "default",
                "service-test",
                service -> new ServiceBuilder(service)
                        .editSpec()
                        .withType("NodePort")
                        .editFirstPort()
                        .withNodePort(32213)
                        .endPort()
                        .endSpec()
                        .build());
        kubectl.run("apply -f -", """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: ext}, spec: {type: ExternalName, externalName: example.com}}
                - {apiVersion: v1, kind: Service, metadata: {name: lb}, spec: {type: LoadBalancer, clusterIP: 10.3.240.9, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]}}
                - {apiVersion: v1, kind: Service, metadata: {name: none}, spec: {clusterIP: None, selector: {a: b}}}
                """);
        assertEquals("""
                NAME           TYPE           CLUSTER-IP     EXTERNAL-IP   PORT(S)        AGE
                ext            ExternalName   <none>         example.com   <none>         0s
                kubernetes     ClusterIP      10.3.240.1     <none>        443/TCP        2m10s
                lb             LoadBalancer   10.3.240.9     <pending>     80/TCP         0s
                none           ClusterIP      None           <none>        <none>         0s
                service-test   NodePort       10.3.241.152   <none>        80:32213/TCP   2m10s""", kubectl.run("get svc"));
    }

    @Test
    void gets_pods_wide() {
        assertEquals("""
                NAME       READY   STATUS    RESTARTS   AGE     IP         NODE     NOMINATED NODE   READINESS GATES
                server-1   1/1     Running   0          2m10s   10.0.1.2   node-1   <none>           <none>
                server-2   1/1     Running   0          2m10s   10.0.2.2   node-2   <none>           <none>""", kubectl.run("get po -o wide"));
    }

    @Test
    void gets_everything_kind_by_kind() {
        assertEquals("""
                NAME           READY   STATUS    RESTARTS   AGE
                pod/server-1   1/1     Running   0          2m10s
                pod/server-2   1/1     Running   0          2m10s

                NAME                   TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)   AGE
                service/kubernetes     ClusterIP   10.3.240.1     <none>        443/TCP   2m10s
                service/service-test   ClusterIP   10.3.241.152   <none>        80/TCP    2m10s

                NAME                           READY   UP-TO-DATE   AVAILABLE   AGE
                deployment.apps/service-test   0/2     0            0           2m10s""", kubectl.run("get all"));
    }

    @Test
    void gets_slices_and_namespaces() {
        assertEquals("""
                NAME                 ADDRESSTYPE   PORTS   ENDPOINTS                    AGE
                service-test-abcde   IPv4          8080    10.0.1.2,10.0.2.2,10.0.2.4   2m10s""", kubectl.run("get endpointslices"));
        assertEquals("""
                NAME              STATUS   AGE
                default           Active   2m10s
                kube-node-lease   Active   2m10s
                kube-public       Active   2m10s
                kube-system       Active   2m10s""", kubectl.run("get ns"));
    }

    @Test
    void selects_by_name_label_and_namespace() {
        assertEquals("pod/server-1", kubectl.run("get pod/server-1 -o name"));
        assertEquals("pod/server-2", kubectl.run("get pods -l name=server-2 -o name"));
        assertEquals("No resources found in shop namespace.", kubectl.run("get pods -n shop"));
        assertTrue(kubectl.run("get pods -A").startsWith("NAMESPACE   NAME"), () -> kubectl.run("get pods -A"));
        refuses("pods \"no\" not found", "get pod no");
        refuses("the server doesn't have a resource type \"gods\"", "get gods");
        refuses("unknown flag: --tall", "get pods --tall");
    }

    @Test
    void prints_fields_by_jsonpath() {
        assertEquals("10.0.1.2 10.0.2.2", kubectl.run("get pods -o jsonpath={.items[*].status.podIP}"));
        assertEquals("10.3.241.152", kubectl.run("get svc service-test -o jsonpath='{.spec.clusterIP}'"));
        assertEquals(
                "server-1=10.0.1.2\nserver-2=10.0.2.2\n",
                kubectl.run("get pods -o jsonpath='{range .items[*]}{.metadata.name}={.status.podIP}{\"\\n\"}{end}'"));
        assertEquals("http", kubectl.run("get svc service-test -o jsonpath='{.spec.ports[?(@.port==80)].name}'"));
    }

    @Test
    void prints_yaml_that_reads_back() {
        String yaml = kubectl.run("get service service-test -o yaml");
        assertTrue(yaml.contains("\n  ports:\n  - name: http\n    port: 80\n"), yaml);
        assertEquals(
                api.get(Service.class, "default", "service-test"),
                Manifests.read(yaml).objects().get(0));
    }

    @Test
    void describes_a_deployment() {
        assertEquals("""
                Name:                   service-test
                Namespace:              default
                CreationTimestamp:      Thu, 01 Jan 2026 00:00:00 +0000
                Labels:                 <none>
                Annotations:            <none>
                Selector:               app=service_test_pod
                Replicas:               2 desired | 0 updated | 0 total | 0 available | 0 unavailable
                StrategyType:           RollingUpdate
                MinReadySeconds:        0
                RollingUpdateStrategy:  25% max unavailable, 25% max surge
                Pod Template:
                  Labels:  app=service_test_pod
                  Containers:
                   simple-http:
                    Image:         python:2.7
                    Port:          8080/TCP (http)
                    Host Port:     0/TCP (http)
                    Readiness:     http-get http://:http/ delay=0s timeout=1s period=10s successThreshold=1 failureThreshold=3
                    Environment:   <none>
                    Mounts:        <none>
                  Volumes:         <none>
                  Node-Selectors:  <none>
                  Tolerations:     <none>
                Events:            <none>""", kubectl.run("describe deployment service-test"));
    }

    @Test
    void events_are_counted_listed_and_shown_with_their_object() {
        EventRecorder kubelet = new EventRecorder(api, "kubelet", "node-1");
        Pod pod = api.get(Pod.class, "default", "server-1");
        kubelet.normal(pod, "Pulled", "Container image \"echo\" already present on machine");
        kubelet.warning(pod, "Unhealthy", "Readiness probe failed: connection refused");
        simulation.advance(Duration.ofSeconds(10));
        kubelet.warning(pod, "Unhealthy", "Readiness probe failed: connection refused");
        simulation.advance(Duration.ofSeconds(5));
        assertEquals("""
                LAST SEEN   TYPE      REASON      OBJECT         MESSAGE
                15s         Normal    Pulled      pod/server-1   Container image "echo" already present on machine
                5s          Warning   Unhealthy   pod/server-1   Readiness probe failed: connection refused""", kubectl.run("get events"));
        String text = kubectl.run("describe pod server-1");
        assertTrue(text.endsWith("""
                        Events:
                          Type     Reason     Age                From     Message
                          ----     ------     ----               ----     -------
                          Normal   Pulled     15s                kubelet  Container image "echo" already present on machine
                          Warning  Unhealthy  5s (x2 over 15s)   kubelet  Readiness probe failed: connection refused""") || text.endsWith("""
                                Events:
                                  Type     Reason     Age               From     Message
                                  ----     ------     ----              ----     -------
                                  Normal   Pulled     15s               kubelet  Container image "echo" already present on machine
                                  Warning  Unhealthy  5s (x2 over 15s)  kubelet  Readiness probe failed: connection refused"""), text);
        simulation.advance(Duration.ofHours(1));
        assertEquals("No resources found in default namespace.", kubectl.run("get events"));
    }

    @Test
    void applies_scales_labels_patches_and_deletes() {
        assertEquals("""
                service/service-test unchanged
                endpointslice.discovery.k8s.io/service-test-abcde unchanged
                deployment.apps/service-test unchanged""", kubectl.run("apply -f -", OBJECTS));
        assertEquals("deployment.apps/service-test scaled", kubectl.run("scale deploy service-test --replicas=5"));
        assertEquals("5", kubectl.run("get deploy service-test -o jsonpath={.spec.replicas}"));
        assertEquals("pod/server-1 labeled", kubectl.run("label pod server-1 tier=front"));
        refuses("'tier' already has a value (front), and --overwrite is false", "label pod server-1 tier=back");
        assertEquals("pod/server-1 unlabeled", kubectl.run("label pod server-1 tier-"));
        assertEquals(
                "service/service-test patched",
                kubectl.run("patch svc service-test -p '{\"spec\":{\"sessionAffinity\":\"ClientIP\"}}'"));
        assertEquals("service \"service-test\" deleted from default namespace", kubectl.run("delete svc service-test"));
        refuses("services \"service-test\" not found", "get svc service-test");
        refuses("resource(s) were provided, but no name was specified", "delete pods");
    }

    @Test
    void a_strategic_patch_merges_lists_by_their_keys_and_a_merge_patch_replaces_them() {
        String another = " -p '{\"spec\":{\"ports\":[{\"name\":\"more\",\"port\":81}]}}'";
        String ports = "get svc service-test -o jsonpath={.spec.ports[*].port}";
        kubectl.run("patch svc service-test -p '{\"spec\":{\"ports\":[{\"name\":\"web\",\"port\":80}]}}'");
        kubectl.run("patch svc service-test" + another);
        assertEquals("81 80", kubectl.run(ports));
        assertEquals("service/service-test patched", kubectl.run("patch svc service-test --type=merge" + another));
        assertEquals("81", kubectl.run(ports));
        kubectl.run("patch svc service-test --type merge -p '{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":null}}}'");
        kubectl.run("patch svc service-test --type Merge -p '{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"2\"}}}'");
        assertEquals("{\"c\":\"2\"}", kubectl.run("get svc service-test -o jsonpath={.metadata.labels}"));
        refuses(
                "--type must be one of [json merge strategic], not \"jsn\"",
                "patch svc service-test --type=jsn" + another);
        refuses(
                "--type=json is not modelled; give a strategic or merge patch",
                "patch svc service-test --type=json -p []");
    }

    @Test
    void what_a_manifest_no_longer_says_goes_and_what_others_added_stays() {
        kubectl.run("label svc service-test added=by-hand");
        String now = OBJECTS.replace(
                "metadata: {name: service-test}\nspec:\n  selector",
                "metadata: {name: service-test}\nspec:\n  internalTrafficPolicy: Local\n  selector");
        assertTrue(kubectl.run("apply -f -", now).startsWith("service/service-test configured"));
        Service service = api.get(Service.class, "default", "service-test");
        assertEquals("Local", service.getSpec().getInternalTrafficPolicy());
        assertTrue(kubectl.run("apply -f -", OBJECTS).startsWith("service/service-test configured"));
        service = api.get(Service.class, "default", "service-test");
        assertEquals("Cluster", service.getSpec().getInternalTrafficPolicy());
        assertEquals("by-hand", service.getMetadata().getLabels().get("added"));
    }

    @Test
    void cordons_and_drains_a_node() {
        api.create(new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .build());
        assertEquals("node/node-1 cordoned", kubectl.run("cordon node-1"));
        assertEquals("node/node-1 already cordoned", kubectl.run("cordon node-1"));
        assertTrue(kubectl.run("get nodes").contains("Unknown,SchedulingDisabled"));
        refuses(
                "unable to drain node \"node-1\" due to error: cannot delete Pods that declare no controller (use"
                        + " --force to override): default/server-1",
                "drain node-1");
        assertEquals("""
                node/node-1 already cordoned
                evicting pod default/server-1""", kubectl.run("drain node-1 --force"));
        assertEquals("node/node-1 uncordoned", kubectl.run("uncordon node-1"));
        assertEquals(null, api.get(Node.class, "", "node-1").getSpec().getUnschedulable());
        assertTrue(kubectl.run("get pods").contains("server-1   1/1     Terminating"), () -> kubectl.run("get pods"));
    }

    @Test
    void an_unknown_kind_is_named_and_left_alone() {
        assertEquals(
                "ServiceAccount \"settings\" (v1) is left alone: that kind has no effect here",
                kubectl.run(
                        "apply -f -",
                        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: settings}, data: {a: b}}"));
        assertEquals(1, api.list(EndpointSlice.class).size());
    }

    private void refuses(String message, String arguments) {
        assertEquals(
                message,
                assertThrows(ApiFault.class, () -> kubectl.run(arguments)).getMessage());
    }

    @Test
    void a_manifest_that_is_nested_too_deeply_is_refused() {
        String manifest = "spec: " + "[".repeat(60) + "]".repeat(60);
        ApiFault fault = assertThrows(ApiFault.class, () -> kubectl.run("apply -f -", manifest));
        assertTrue(
                String.valueOf(fault.getMessage()).contains("error converting YAML to JSON: yaml: "), fault::toString);
    }

    private static Pod pod(String name, String ip, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("name", name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("simple-http")
                .withImage("python:2.7")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip)
                .addNewPodIP(ip)
                .addNewContainerStatus()
                .withName("simple-http")
                .withReady(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning("2026-01-01T00:00:00Z")
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
