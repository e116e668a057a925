package packetwalk.proxy;

import java.util.List;

/**
 * What a kube-proxy was started with, as far as it shows in what it writes: {@code KubeProxyConfiguration}.
 *
 * @param localDetector how it tells who is a pod of its node
 * @param masqueradeAll masquerade everything that goes to a cluster IP, {@code --masquerade-all}
 * @param masqueradeBit the bit of the mark that means "masquerade", 0 to 31, {@code --iptables-masquerade-bit}
 * @param localhostNodePorts whether node ports may answer on 127.0.0.1, {@code --iptables-localhost-nodeports}
 * @param nodePortAddresses prefixes of addresses on which node ports answer, or {@code primary} alone for the node IP;
 *     none: all, {@code --nodeport-addresses}
 */
public record ProxyOptions(
        LocalDetector localDetector,
        boolean masqueradeAll,
        int masqueradeBit,
        boolean localhostNodePorts,
        List<String> nodePortAddresses) {

    /** As it starts if nobody says anything. */
    public static final ProxyOptions DEFAULT = new ProxyOptions(LocalDetector.NONE, false, 14, true, List.of());

    public ProxyOptions {
        nodePortAddresses = List.copyOf(nodePortAddresses);
        if (masqueradeBit < 0 || masqueradeBit > 31) {
            throw new IllegalArgumentException(
                    "masqueradeBit " + masqueradeBit + " is no bit of a packet's mark; use 0 to 31");
        }
    }

    public ProxyOptions withLocalDetector(LocalDetector detector) {
        return new ProxyOptions(detector, masqueradeAll, masqueradeBit, localhostNodePorts, nodePortAddresses);
    }

    public ProxyOptions withMasquerade(boolean all, int bit) {
        return new ProxyOptions(localDetector, all, bit, localhostNodePorts, nodePortAddresses);
    }

    public ProxyOptions withNodePorts(boolean onLocalhost, List<String> prefixes) {
        return new ProxyOptions(localDetector, masqueradeAll, masqueradeBit, onLocalhost, prefixes);
    }

    /** {@code 0x4000}: the mark that means "masquerade". The real process pads it with zeros; the kernel sees one number. */
    public String masqueradeMark() {
        return "0x" + Integer.toHexString(1 << masqueradeBit);
    }
}
