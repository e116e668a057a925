package packetwalk.kubectl;

import java.time.Duration;
import packetwalk.Cluster;

/** Services and Ingresses as they can be. */
final class ServiceSituations {

    private ServiceSituations() {}

    /** Services of every type, with and without endpoints. */
    static Situation services() {
        Cluster k8s = Situations.threeNodes();
        k8s.apply(Situations.deployment("web", 5, ""));
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
        return Situations.at(later, 40);
    }

    /** Ingresses with their classes, and what else is known by name. */
    static Situation ingresses() {
        Cluster k8s = Situations.threeNodes();
        k8s.apply(Situations.deployment("web", 2, ""));
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
        return Situations.at(k8s, 30);
    }
}
