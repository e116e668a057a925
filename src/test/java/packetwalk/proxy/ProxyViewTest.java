package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.proxy.Objects.NODE;
import static packetwalk.proxy.Objects.WEB;
import static packetwalk.proxy.Objects.slice;
import static packetwalk.proxy.Objects.web;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

class ProxyViewTest {

    private static ProxyView view(Service service, EndpointSlice... slices) {
        return ProxyView.of(NODE, List.of(service), List.of(slices));
    }

    private static ServicePort port(ServiceBuilder service) {
        return view(service.build()).ports().get(WEB);
    }

    private static boolean served(ServiceBuilder service) {
        return !view(service.build()).ports().isEmpty();
    }

    @Test
    void aHeadlessServiceIsNotServed() {
        assertFalse(served(web("TCP")
                .editSpec()
                .withClusterIP("None")
                .withClusterIPs("None")
                .endSpec()));
    }

    @Test
    void anExternalNameIsNotServedEvenWithAClusterIp() {
        assertFalse(served(web("TCP").editSpec().withType("ExternalName").endSpec()));
    }

    @Test
    void aServiceWithAnotherProxysLabelIsNotServed() {
        assertFalse(served(web("TCP")
                .editMetadata()
                .addToLabels("service.kubernetes.io/service-proxy-name", "mine")
                .endMetadata()));
    }

    @Test
    void aServiceOfTheOtherFamilyIsNotServed() {
        assertFalse(served(web("TCP")
                .editSpec()
                .withIpFamilies("IPv6")
                .withClusterIPs("fd00::10")
                .endSpec()));
    }

    @Test
    void ofADualStackServiceTheAddressOfTheFamilyCounts() {
        ServicePort port = port(web("TCP")
                .editSpec()
                .withIpFamilies("IPv6", "IPv4")
                .withClusterIPs("fd00::10", "172.30.0.11")
                .endSpec());
        assertEquals(IpAddress.parse("172.30.0.11"), port.clusterIp());
    }

    @Test
    void leadingZerosAreDecimalAndBlanksNoMatter() {
        ServicePort port = port(web("TCP")
                .editSpec()
                .withClusterIP("172.30.000.010")
                .withExternalIPs("198.051.100.007", "2001:db8::7", "no address")
                .withLoadBalancerSourceRanges(" 203.0.113.077/25")
                .endSpec());
        assertEquals(IpAddress.parse("172.30.0.10"), port.clusterIp());
        assertEquals(List.of(IpAddress.parse("198.51.100.7")), port.externalIps());
        assertEquals(List.of(Cidr.parse("203.0.113.0/25")), port.sourceRanges());
    }

    @Test
    void aSourceRangeOfEverybodyIsNone() {
        ServiceBuilder service = web("TCP")
                .editSpec()
                .withLoadBalancerSourceRanges("10.0.0.0/8", "0.0.0.0/0")
                .endSpec();
        assertEquals(List.of(), port(service).sourceRanges());
    }

    @Test
    void aLoadBalancerOfModeProxyHasNoVip() {
        ServiceBuilder service = web("TCP")
                .withNewStatus()
                .withNewLoadBalancer()
                .addNewIngress()
                .withIp("198.51.100.1")
                .withIpMode("Proxy")
                .endIngress()
                .addNewIngress()
                .withIp("198.51.100.2")
                .endIngress()
                .endLoadBalancer()
                .endStatus();
        assertEquals(List.of(IpAddress.parse("198.51.100.2")), port(service).loadBalancerVips());
    }

    @Test
    void theExternalPolicyCountsOnlyWhereSomethingOutsideCanComeIn() {
        ServiceBuilder local =
                web("TCP").editSpec().withExternalTrafficPolicy("Local").endSpec();
        assertFalse(port(local).externalPolicyLocal());
        assertTrue(port(local.editSpec().withType("NodePort").endSpec()).externalPolicyLocal());
    }

    @Test
    void aClientStaysThreeHoursUnlessToldOtherwise() {
        ServiceBuilder sticky =
                web("TCP").editSpec().withSessionAffinity("ClientIP").endSpec();
        assertEquals(Optional.of(10_800), port(sticky).stickySeconds());
    }

    @Test
    void whatIsNotSaidOfAnEndpointCountsAsReady() {
        ProxyEndpoint endpoint = view(web("TCP").build(), slice("TCP", "10.0.0.1"))
                .endpoints(WEB)
                .get(0);
        assertTrue(endpoint.ready() && endpoint.serving() && endpoint.local());
        assertFalse(endpoint.terminating());
    }

    @Test
    void slicesOfAHeadlessServiceAreNotRead() {
        EndpointSlice headless = new EndpointSliceBuilder(slice("TCP", "10.0.0.1"))
                .editMetadata()
                .addToLabels("service.kubernetes.io/headless", "")
                .endMetadata()
                .build();
        assertEquals(List.of(), view(web("TCP").build(), headless).endpoints(WEB));
    }

    @Test
    void onlyWhatChangedIsWrittenAgain() {
        ProxyView before = view(web("TCP").build(), slice("TCP", "10.0.0.1"));
        assertEquals(
                Set.of(), view(web("TCP").build(), slice("TCP", "10.0.0.1")).changedSince(before));
        Set<ServiceName> changed =
                view(web("TCP").build(), slice("TCP", "10.0.0.2")).changedSince(before);
        assertEquals(Set.of(WEB.service()), changed);
    }

    @Test
    void aLabelOfAServiceChangesNothing() {
        Service labelled =
                web("TCP").editMetadata().addToLabels("a", "b").endMetadata().build();
        assertEquals(Set.of(), view(labelled).changedSince(view(web("TCP").build())));
    }

    @Test
    void onlyUdpEndpointsThatChangeCallForALookAtConnections() {
        ProxyView tcp = view(web("TCP").build(), slice("TCP", "10.0.0.1"));
        ProxyView udp = view(web("UDP").build(), slice("UDP", "10.0.0.1"));
        assertFalse(tcp.udpEndpointsChangedSince(ProxyView.EMPTY));
        assertTrue(udp.udpEndpointsChangedSince(ProxyView.EMPTY));
        assertFalse(udp.udpEndpointsChangedSince(udp));
    }

    @Test
    void aHealthCheckCountsReadyPodsOfThisNode() {
        ProxyView view = view(
                web("TCP")
                        .editSpec()
                        .withType("LoadBalancer")
                        .withExternalTrafficPolicy("Local")
                        .withHealthCheckNodePort(32_000)
                        .endSpec()
                        .build(),
                slice("TCP", "10.0.0.1", "10.0.0.2", "10.0.1.1"));
        assertEquals(Map.of(WEB.service(), 32_000), view.healthCheckNodePorts());
        assertEquals(2, view.localReadyEndpoints(WEB.service()));
    }
}
