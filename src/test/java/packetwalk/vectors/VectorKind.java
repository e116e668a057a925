package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The formats that can be run; the rest is not built yet. */
enum VectorKind {
    CHAIN_NAMES("kube-proxy-chain-names/", "", (file, folder) -> ChainNameVectors.run(file)),
    ENDPOINT_SELECTION("kube-proxy-endpoint-selection/", "", (file, folder) -> SelectionVectors.run(file)),
    IPTABLES_RULES("kube-proxy-iptables-rules/", "", RuleVectors::run),
    IPTABLES_FLOWS("kube-proxy-flows/", "iptables", (file, folder) -> FlowVectors.run(file, KubeProxyMode.IPTABLES)),
    NFTABLES_FLOWS("kube-proxy-flows/", "nftables", (file, folder) -> FlowVectors.run(file, KubeProxyMode.NFTABLES)),
    INGRESS("ingress-conformance/", "", (file, folder) -> IngressVectors.run(file));

    private final String format;
    private final String proxyMode;
    private final BiFunction<JsonNode, VectorFolder, List<Outcome>> run;

    VectorKind(String format, String proxyMode, BiFunction<JsonNode, VectorFolder, List<Outcome>> run) {
        this.format = format;
        this.proxyMode = proxyMode;
        this.run = run;
    }

    /** The kind of a file; empty if it is not built. */
    static Optional<VectorKind> of(JsonNode file) {
        for (VectorKind kind : values()) {
            if (file.path("format").asText().startsWith(kind.format)
                    && file.path("proxyMode").asText("").equals(kind.proxyMode)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The mode of kube-proxy that a file's flows are about; empty if it has none. */
    Optional<KubeProxyMode> flows() {
        return this == IPTABLES_FLOWS
                ? Optional.of(KubeProxyMode.IPTABLES)
                : Optional.of(KubeProxyMode.NFTABLES).filter(any -> this == NFTABLES_FLOWS);
    }

    /** Runs all vectors of a file; some need what another file of the folder says. */
    List<Outcome> run(JsonNode file, VectorFolder folder) {
        return run.apply(file, folder);
    }
}
