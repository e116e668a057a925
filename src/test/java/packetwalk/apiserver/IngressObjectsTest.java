package packetwalk.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.api.Manifests;
import packetwalk.time.Simulation;

/** What becomes of Ingresses, classes and Secrets in the API server beyond what one manifest shows. */
class IngressObjectsTest {
    private final Simulation simulation = new Simulation(1);
    private final ApiServer api = new ApiServer(simulation);

    @Test
    void an_ingress_without_a_class_gets_the_default_one_when_it_is_made() {
        create(ingress("before", ""));
        create(ingressClass("nginx", "true"));
        create(ingress("after", ""));
        create(ingress("annotated", "annotations: {kubernetes.io/ingress.class: gce}"));
        assertNull(className("before"));
        assertEquals("nginx", className("after"));
        assertNull(className("annotated"));
    }

    @Test
    void of_several_default_classes_the_newest_is_taken_and_then_the_first_by_name() {
        create(ingressClass("b", "true"));
        create(ingressClass("a", "true"));
        create(ingress("one", ""));
        assertEquals("a", className("one"));
        simulation.advance(Duration.ofSeconds(2));
        create(ingressClass("z", "true"));
        create(ingressClass("zz", "false"));
        create(ingress("two", ""));
        assertEquals("z", className("two"));
    }

    @Test
    void the_status_of_an_ingress_is_its_controllers_and_its_spec_the_users() {
        create(ingress("web", ""));
        Ingress before = api.get(Ingress.class, "default", "web");
        Ingress addressed = api.updateStatus(withAddress(before, "35.184.97.156"));
        assertEquals(1, addressed.getMetadata().getGeneration());
        Ingress edited = api.update(new IngressBuilder(before)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .editSpec()
                .withIngressClassName("gce")
                .endSpec()
                .build());
        assertEquals(2, edited.getMetadata().getGeneration());
        assertEquals(addressed.getStatus(), edited.getStatus());
    }

    @Test
    void an_address_that_is_none_does_not_come_into_a_status() {
        create(ingress("web", ""));
        Ingress before = api.get(Ingress.class, "default", "web");
        ApiFault refused = assertThrows(ApiFault.class, () -> api.updateStatus(withAddress(before, "35.184.97")));
        assertEquals(
                "Ingress.networking.k8s.io \"web\" is invalid: status.loadBalancer.ingress[0].ip: Invalid value:"
                        + " \"35.184.97\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                refused.getMessage());
        assertEquals(before, api.get(Ingress.class, "default", "web"));
    }

    @Test
    void a_class_keeps_its_controller() {
        create(ingressClass("nginx", "false"));
        ApiFault refused = assertThrows(
                ApiFault.class,
                () -> api.edit(
                        IngressClass.class,
                        "",
                        "nginx",
                        each -> new IngressClassBuilder(each)
                                .editSpec()
                                .withController("k8s.io/other")
                                .endSpec()
                                .build()));
        assertEquals(
                "IngressClass.networking.k8s.io \"nginx\" is invalid: spec.controller: Invalid value:"
                        + " \"k8s.io/other\": field is immutable",
                refused.getMessage());
    }

    @Test
    void a_secret_keeps_its_type_and_if_it_says_so_its_data() {
        create("{apiVersion: v1, kind: Secret, metadata: {name: s}, immutable: true, stringData: {a: hello}}");
        Secret stored = api.get(Secret.class, "default", "s");
        assertEquals("Opaque", stored.getType());
        assertEquals(Map.of("a", "aGVsbG8="), stored.getData());
        ApiFault typed = assertThrows(
                ApiFault.class,
                () -> api.update(new SecretBuilder(stored)
                        .withType("kubernetes.io/tls")
                        .addToData(Map.of("tls.crt", "", "tls.key", ""))
                        .build()));
        assertEquals(
                "Secret \"s\" is invalid: [type: Invalid value: \"kubernetes.io/tls\": field is immutable, data: Forbidden:"
                        + " field is immutable when `immutable` is set]",
                typed.getMessage());
        ApiFault thawed = assertThrows(
                ApiFault.class,
                () -> api.update(new SecretBuilder(stored).withImmutable(null).build()));
        assertEquals(
                "Secret \"s\" is invalid: immutable: Forbidden: field is immutable when `immutable` is set",
                thawed.getMessage());
    }

    @Test
    void text_of_a_secret_is_laid_over_its_bytes() {
        create("{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: YWJj, b: YWJj}, stringData: {a: x}}");
        Secret stored = api.get(Secret.class, "default", "s");
        assertEquals(Map.of("a", "eA==", "b", "YWJj"), stored.getData());
    }

    @Test
    void a_namespace_takes_its_secrets_config_maps_and_ingresses_with_it() {
        create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        create("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}}");
        create("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}}");
        create(ingress("web", "namespace: shop"));
        api.delete(io.fabric8.kubernetes.api.model.Namespace.class, "", "shop");
        assertEquals(Optional.empty(), api.find(Secret.class, "shop", "s"));
        assertEquals(Optional.empty(), api.find(ConfigMap.class, "shop", "c"));
        assertEquals(Optional.empty(), api.find(Ingress.class, "shop", "web"));
    }

    private static Ingress withAddress(Ingress ingress, String address) {
        return new IngressBuilder(ingress)
                .editStatus()
                .editLoadBalancer()
                .addNewIngress()
                .withIp(address)
                .endIngress()
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    private String className(String name) {
        return api.get(Ingress.class, "default", name).getSpec().getIngressClassName();
    }

    private static String ingress(String name, String meta) {
        return "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: %s, %s}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}"
                .formatted(name, meta.isEmpty() ? "labels: {}" : meta);
    }

    private static String ingressClass(String name, String isDefault) {
        return "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: %s, annotations: {ingressclass.kubernetes.io/is-default-class: '%s'}}, spec: {controller: k8s.io/ingress-nginx}}"
                .formatted(name, isDefault);
    }

    private void create(String manifest) {
        for (HasMetadata object : Manifests.read(manifest).objects()) {
            api.create(object);
        }
    }
}
