package packetwalk;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.BadSpecTest.row;
import static packetwalk.Packetwalk.cluster;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges and addresses that do not fit together are refused with the value, the rule that it breaks, and the remedy. */
class BadRangeTest {

    private static NodeScope node() {
        return cluster().node("10.100.0.2");
    }

    private static DockerHostScope host() {
        return cluster().dockerHost("10.100.0.2");
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                row(
                        "pod ranges of two nodes overlap",
                        () -> node().podCidr("10.0.1.0/24").node("10.100.0.3").podCidr("10.0.1.128/25"),
                        "podCidr 10.0.1.128/25 of node 10.100.0.3",
                        "overlaps node 10.100.0.2",
                        "leave it out and one is assigned"),
                row(
                        "a pod range outside of the cluster's",
                        () -> node().podCidr("10.8.1.0/24"),
                        "podCidr 10.8.1.0/24 of node 10.100.0.2",
                        "lies outside the cluster's range 10.0.0.0/14",
                        "take a block of it"),
                row(
                        "an IPv6 range",
                        () -> node().clusterCidr("fd00::/48"),
                        "fd00::/48",
                        "this cluster has IPv4 only",
                        "say .dualStack()"),
                row(
                        "a pod range without room",
                        () -> node().podCidr("10.0.1.0/31"),
                        "podCidr 10.0.1.0/31",
                        "no room",
                        "take a /30 or larger"),
                row(
                        "a pod range inside the service network",
                        () -> node().podCidr("10.3.241.0/24"),
                        "podCidr 10.3.241.0/24 of node 10.100.0.2",
                        "overlaps the service network 10.3.240.0/20",
                        "leave it out and one is assigned"),
                row(
                        "the cluster's range overlaps the nodes' network",
                        () -> node().clusterCidr("10.96.0.0/12"),
                        "clusterCidr 10.96.0.0/12",
                        "overlaps the nodes' network 10.100.0.0/24",
                        "choose another range"),
                row(
                        "the service range overlaps the nodes' network",
                        () -> node().serviceCidr("10.100.0.0/16"),
                        "serviceCidr 10.100.0.0/16",
                        "overlaps the nodes' network 10.100.0.0/24",
                        "choose a range"),
                row(
                        "an outside network overlaps the cluster's range",
                        () -> node().outside("10.1.0.0/16"),
                        "outside network 10.1.0.0/16",
                        "overlaps clusterCidr 10.0.0.0/14",
                        "choose another range"),
                row(
                        "two outside networks overlap",
                        () -> node().outside("203.0.113.0/24").outside("203.0.113.128/25"),
                        "outside network 203.0.113.128/25",
                        "overlaps outside network 203.0.113.0/24",
                        "choose another range"),
                row(
                        "docker0 overlaps the machines' network",
                        () -> host().docker0("10.100.0.129/25"),
                        "docker0 10.100.0.129/25 of host 10.100.0.2",
                        "overlaps the machines' network 10.100.0.0/24",
                        "choose another range"),
                row(
                        "docker0 at its network's own address",
                        () -> host().docker0("172.17.0.0/24"),
                        "docker0 172.17.0.0/24 of host 10.100.0.2",
                        "network or broadcast address",
                        "172.17.0.1/24"),
                row(
                        "the router at the broadcast address",
                        () -> node().router("10.100.0.255/24"),
                        "router 10.100.0.255/24",
                        "network or broadcast address",
                        "10.100.0.1/24"),
                row(
                        "docker0 has no room",
                        () -> host().docker0("172.17.0.1/31").container("a"),
                        "docker0 172.17.0.1/31 of host 10.100.0.2",
                        "room",
                        "/30 or larger"),
                row(
                        "more containers than docker0 has addresses",
                        () -> host().docker0("172.17.0.1/30").container("a").container("b"),
                        "2 containers",
                        "room for 1",
                        "larger docker0"),
                row(
                        "more pods than the node's block has addresses",
                        () -> node().podCidr("10.0.1.0/30").pod("a").pod("b"),
                        "2 pods do not fit on node 10.100.0.2",
                        "room for 1",
                        "larger podCidr"),
                row(
                        "more nodes than the cluster's range has blocks",
                        () -> cluster()
                                .clusterCidr("10.0.0.0/24")
                                .node("10.100.0.2")
                                .node("10.100.0.3"),
                        "clusterCidr 10.0.0.0/24",
                        "for node 10.100.0.3",
                        "take a larger range"),
                row(
                        "a cluster range smaller than a node's usual block, and too many pods",
                        () -> cluster()
                                .clusterCidr("10.0.0.0/30")
                                .node("10.100.0.2")
                                .pod("a")
                                .pod("b"),
                        "2 pods do not fit on node 10.100.0.2",
                        "room for 1"));
    }

    /** Nobody has written the address that does not fit: the refusal says where it comes from. */
    static Stream<Arguments> derived() {
        return Stream.of(
                row(
                        "a node whose number in the other family is another's",
                        () -> cluster()
                                .dualStack()
                                .node("10.100.0.2,fd00:100::3")
                                .node("10.100.0.3"),
                        "node 10.100.0.3, which is fd00:100::3 too,",
                        "is taken by node node-1",
                        "name both with a comma between them"),
                row(
                        "a node whose number is the router's in the other family",
                        () -> cluster()
                                .dualStack()
                                .router("10.100.0.1/24,fd00:100::9/64")
                                .node("10.100.0.9"),
                        "node 10.100.0.9, which is fd00:100::9 too,",
                        "taken by the router",
                        "name both with a comma between them"),
                row(
                        "a node whose number is too large for the other family's network",
                        () -> cluster()
                                .dualStack()
                                .router("10.100.0.1/24,fd00:100::1/122")
                                .node("10.100.0.200"),
                        "node 10.100.0.200, which is fd00:100::c8 too,",
                        "outside its router's network fd00:100::/122",
                        "name both with a comma between them"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"ranges", "derived"})
    @DisplayName("up() refuses, and refuses again: nothing was built or changed")
    void up_refuses(Supplier<ClusterScope> description, List<String> words) {
        BadSpecTest.refusesTwice(description.get(), words);
    }

    @Test
    void a_node_that_is_told_both_addresses_may_have_any_number_in_the_other_family() {
        var k8s = cluster()
                .dualStack()
                .node("10.100.0.2,fd00:100::3")
                .node("10.100.0.3,fd00:100::2")
                .up();

        assertTrue(k8s.node("10.100.0.3").ping("fd00:100::3").answered());
    }
}
