package packetwalk.proxy.nftables;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.nftables.ElementText;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftChain;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetElement;
import packetwalk.net.IpFamily;

/** Looks what a node has of kube-proxy's table. */
public final class NftablesNode {

    private NftablesNode() {}

    /**
     * What there is.
     *
     * @param elements whether elements are listed, too
     */
    public static Loaded loaded(NetworkNamespace node, IpFamily family, boolean elements) {
        Family table = family == IpFamily.IPV4 ? Family.IP : Family.IP6;
        return node.nft()
                .find(table, NftablesNames.TABLE)
                .map(there -> of(there, elements, node.simulation().now()))
                .orElse(Loaded.NOTHING);
    }

    private static Loaded of(NftTable table, boolean elements, long now) {
        Map<Container, Map<String, String>> listed = new EnumMap<>(Container.class);
        if (elements) {
            for (Container each : Container.OF_SERVICES) {
                Optional.ofNullable(table.set(each.toString())).ifPresent(set -> listed.put(each, elements(set, now)));
            }
        }
        return new Loaded(
                table.chains().stream().map(NftChain::name).collect(Collectors.toUnmodifiableSet()),
                table.sets().stream().map(NftSet::name).collect(Collectors.toUnmodifiableSet()),
                listed);
    }

    private static Map<String, String> elements(NftSet set, long now) {
        Map<String, String> elements = new LinkedHashMap<>();
        for (SetElement each : set.elements(now)) {
            String value = each.data()
                    .flatMap(SetElement.Mapped::verdict)
                    .map(Object::toString)
                    .orElse("");
            elements.put(ElementText.parts(set.spec().keys(), each.from()), value);
        }
        return elements;
    }
}
