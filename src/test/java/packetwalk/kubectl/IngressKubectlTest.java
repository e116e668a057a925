package packetwalk.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.net.Cidr;
import packetwalk.time.Simulation;

/** What kubectl prints of Ingresses, their classes and their Secrets; the article's manifest in its own form and today's. */
class IngressKubectlTest {
    private static final String OLD = """
            apiVersion: extensions/v1beta1
            kind: Ingress
            metadata:
              name: test-ingress
              annotations:
                kubernetes.io/ingress.class: "gce"
            spec:
              tls:
              - secretName: my-ssl-secret
              rules:
              - host: testhost.com
                http:
                  paths:
                  - path: /*
                    backend:
                      serviceName: service-test
                      servicePort: 80
            """;

    private static final String OBJECTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: service-test}
            spec:
              type: NodePort
              selector: {app: service_test_pod}
              clusterIP: 10.3.241.152
              ports: [{name: http, port: 80, targetPort: http, nodePort: 32213}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: service-test-abcde
              labels: {kubernetes.io/service-name: service-test}
            addressType: IPv4
            ports: [{name: http, port: 8080}]
            endpoints:
            - {addresses: [10.0.1.2], conditions: {ready: true}}
            - {addresses: [10.0.2.2], conditions: {ready: true}}
            - {addresses: [10.0.2.4], conditions: {ready: false}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata:
              name: nginx
              annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
            spec:
              controller: k8s.io/ingress-nginx
              parameters: {apiGroup: example.com, kind: Setting, name: small}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: my-ssl-secret}
            type: kubernetes.io/tls
            stringData: {tls.crt: certificate, tls.key: key}
            """;

    private final Simulation simulation = new Simulation(1);
    private final ApiServer api = new ApiServer(simulation, ServiceRanges.of(Cidr.parse("10.3.240.0/20")));
    private final Kubectl kubectl = new Kubectl(api);

    @BeforeEach
    void objects() {
        kubectl.run("apply -f -", OBJECTS);
    }

    @Test
    void the_articles_manifest_is_refused_as_a_server_of_today_refuses_it() {
        ApiFault refused = assertThrows(ApiFault.class, () -> kubectl.run("apply -f -", OLD));
        assertEquals("""
                resource mapping not found for name: "test-ingress" namespace: "" from "STDIN": no matches for kind "Ingress" in version "extensions/v1beta1"
                ensure CRDs are installed first""", refused.getMessage());
        assertEquals("No resources found in default namespace.", kubectl.run("get ingresses"));
    }

    @Test
    void the_articles_manifest_converts_to_one_that_is_taken() {
        String converted = kubectl.run("convert -f - --output-version networking.k8s.io/v1", OLD);
        assertEquals("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  annotations:
                    kubernetes.io/ingress.class: gce
                  name: test-ingress
                spec:
                  rules:
                  - host: testhost.com
                    http:
                      paths:
                      - backend:
                          service:
                            name: service-test
                            port:
                              number: 80
                        path: /*
                        pathType: ImplementationSpecific
                  tls:
                  - secretName: my-ssl-secret
                status:
                  loadBalancer: {}""", converted);
        assertEquals("""
                Warning: annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead
                ingress.networking.k8s.io/test-ingress created""", kubectl.run("apply -f -", converted));
    }

    @Test
    void a_named_port_and_a_backend_for_all_convert_too() {
        String converted = kubectl.run("convert -f -", """
                apiVersion: networking.k8s.io/v1beta1
                kind: Ingress
                metadata: {name: a}
                spec: {backend: {serviceName: web, servicePort: http}, rules: [{http: {paths: [{path: /a, pathType: Exact, backend: {serviceName: b, servicePort: 80}}]}}]}
                """);
        kubectl.run("apply -f -", converted);
        Ingress ingress = api.get(Ingress.class, "default", "a");
        assertEquals(
                "http",
                ingress.getSpec().getDefaultBackend().getService().getPort().getName());
        assertEquals(
                "Exact",
                ingress.getSpec().getRules().get(0).getHttp().getPaths().get(0).getPathType());
    }

    @Test
    void describes_what_stands_behind_each_path() {
        kubectl.run("apply -f -", """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: test-ingress}
                spec:
                  ingressClassName: gce
                  tls: [{secretName: my-ssl-secret, hosts: [testhost.com]}]
                  rules:
                  - host: testhost.com
                    http:
                      paths:
                      - {path: /*, pathType: ImplementationSpecific, backend: {service: {name: service-test, port: {number: 80}}}}
                      - {path: /x, pathType: Prefix, backend: {service: {name: nobody, port: {name: http}}}}
                  - http: {paths: [{pathType: ImplementationSpecific, backend: {resource: {kind: Bucket, name: b}}}]}
                """);
        api.editStatus(
                Ingress.class,
                "default",
                "test-ingress",
                ingress -> new IngressBuilder(ingress)
                        .editStatus()
                        .editLoadBalancer()
                        .addNewIngress()
                        .withIp("35.184.97.156")
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build());
        assertEquals("""
                Name:             test-ingress
                Labels:           <none>
                Namespace:        default
                Address:          35.184.97.156
                Ingress Class:    gce
                Default backend:  <default>
                TLS:
                  my-ssl-secret terminates testhost.com
                Rules:
                  Host          Path  Backends
                  ----          ----  --------
                  testhost.com \s
                                /*   service-test:80 (10.0.1.2:8080,10.0.2.2:8080)
                                /x   nobody:http (<error: services "nobody" not found>)
                  *            \s
                                   APIGroup: <none>, Kind: Bucket, Name: b
                Annotations:    <none>
                Events:         <none>""", kubectl.run("describe ingress test-ingress"));
        simulation.advance(Duration.ofMinutes(3));
        assertEquals("""
                NAME           CLASS   HOSTS          ADDRESS         PORTS     AGE
                test-ingress   gce     testhost.com   35.184.97.156   80, 443   3m""", kubectl.run("get ing"));
    }

    @Test
    void gets_hosts_three_at_a_time_and_the_default_class() {
        kubectl.run("apply -f -", """
                {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: all}, spec: {defaultBackend: {service: {name: service-test, port: {name: http}}}}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: many}, spec: {rules: [{host: a.b}, {host: b.b}, {host: c.b}, {host: d.b}, {host: e.b}]}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: three}, spec: {rules: [{host: a.b}, {host: b.b}, {host: c.b}]}}
                """);
        assertEquals("""
                NAME    CLASS   HOSTS                     ADDRESS   PORTS   AGE
                all     nginx   *                                   80      0s
                many    nginx   a.b,b.b,c.b + 2 more...             80      0s
                three   nginx   a.b,b.b,c.b                         80      0s""", kubectl.run("get ingress"));
        assertEquals("""
                Name:             all
                Labels:           <none>
                Namespace:        default
                Address:         \s
                Ingress Class:    nginx
                Default backend:  service-test:http (10.0.1.2:8080,10.0.2.2:8080)
                Rules:
                  Host        Path  Backends
                  ----        ----  --------
                  *           *     service-test:http (10.0.1.2:8080,10.0.2.2:8080)
                Annotations:  <none>
                Events:       <none>""", kubectl.run("describe ing all"));
    }

    @Test
    void gets_classes_and_secrets() {
        assertEquals("""
                NAME              CONTROLLER             PARAMETERS                  AGE
                nginx (default)   k8s.io/ingress-nginx   Setting.example.com/small   0s""", kubectl.run("get ingressclasses"));
        assertEquals("""
                NAME            TYPE                DATA   AGE
                my-ssl-secret   kubernetes.io/tls   2      0s""", kubectl.run("get secrets"));
        assertEquals("""
                Name:         nginx
                Labels:       <none>
                Annotations:  ingressclass.kubernetes.io/is-default-class: true
                Controller:   k8s.io/ingress-nginx
                Parameters:
                  APIGroup:  example.com
                  Kind:      Setting
                  Name:      small
                Events:      <none>""", kubectl.run("describe ingressclass nginx"));
        assertEquals("""
                Name:         my-ssl-secret
                Namespace:    default
                Labels:       <none>
                Annotations:  <none>

                Type:  kubernetes.io/tls

                Data
                ====
                tls.crt:  11 bytes
                tls.key:  3 bytes""", kubectl.run("describe secret my-ssl-secret"));
    }

    @Test
    void config_maps_are_shown_whole() {
        kubectl.run("apply -f -", """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {use-forwarded-headers: "true"}, binaryData: {b: YWJj}}
                """);
        assertEquals("""
                NAME   DATA   AGE
                c      2      0s""", kubectl.run("get cm"));
        assertEquals("""
                Name:         c
                Namespace:    default
                Labels:       <none>
                Annotations:  <none>

                Data
                ====
                use-forwarded-headers:
                ----
                true


                BinaryData
                ====
                b: 3 bytes

                Events:  <none>""", kubectl.run("describe cm c"));
    }
}
