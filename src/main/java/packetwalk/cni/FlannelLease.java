package packetwalk.cni;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * A node's block of pod addresses and how to get there, as its flanneld writes it into the Node's annotations and all
 * others read it: flannel's pkg/lease/lease.go, pkg/subnet/kube/kube.go.
 *
 * @param subnet the node's block, {@code .spec.podCIDR}
 * @param publicIp where the other nodes reach it
 * @param backendType {@code vxlan} or {@code host-gw}
 * @param backendData JSON of what the backend needs to know; {@code null}, the word, if that is nothing
 */
public record FlannelLease(Cidr subnet, IpAddress publicIp, String backendType, String backendData) {

    private static final String PREFIX = "flannel.alpha.coreos.com/";
    private static final String DATA = PREFIX + "backend-data";
    private static final String TYPE = PREFIX + "backend-type";
    private static final String PUBLIC_IP = PREFIX + "public-ip";
    private static final String MANAGED = PREFIX + "kube-subnet-manager";

    public FlannelLease {
        Objects.requireNonNull(subnet, "subnet");
        Objects.requireNonNull(publicIp, "publicIp");
        Objects.requireNonNull(backendType, "backendType");
        Objects.requireNonNull(backendData, "backendData");
    }

    /** What a Node's annotations say; empty while its flanneld has written none, or if no address can be read there. */
    public static Optional<FlannelLease> read(Cidr podCidr, Map<String, String> annotations) {
        String publicIp = annotations.get(PUBLIC_IP);
        if (!"true".equals(annotations.get(MANAGED)) || publicIp == null) {
            return Optional.empty();
        }
        return address(publicIp)
                .map(address -> new FlannelLease(
                        podCidr, address, annotations.getOrDefault(TYPE, ""), annotations.getOrDefault(DATA, "null")));
    }

    /** Whoever edits a Node may write anything: flanneld logs what it cannot read, and goes on. */
    private static Optional<IpAddress> address(String text) {
        try {
            return Optional.of(IpAddress.parse(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** What its flanneld writes: {@code AcquireLease()}. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(DATA, backendData);
        annotations.put(TYPE, backendType);
        annotations.put(MANAGED, "true");
        annotations.put(PUBLIC_IP, publicIp.toString());
        return annotations;
    }
}
