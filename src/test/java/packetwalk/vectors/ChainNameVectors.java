package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import packetwalk.proxy.ServiceName;
import packetwalk.proxy.ServicePortName;
import packetwalk.proxy.iptables.ChainNames;
import packetwalk.proxy.nftables.NftablesNames;

/** {@code kube-proxy-chain-names}: what chains are called. */
final class ChainNameVectors {

    private ChainNameVectors() {}

    static List<Outcome> run(JsonNode file) {
        List<Outcome> outcomes = new ArrayList<>();
        Scenario.elements(file.path("iptables").path("vectors")).forEach(each -> outcomes.add(iptables(each)));
        Scenario.elements(file.path("nftables").path("vectors")).forEach(each -> outcomes.add(nftables(each)));
        return outcomes;
    }

    private static Outcome iptables(JsonNode vector) {
        ServicePortName name = iptablesName(vector);
        String kind = vector.path("kind").asText();
        String actual = switch (kind) {
            case "KUBE-SVC" -> ChainNames.clusterPolicy(name);
            case "KUBE-SVL" -> ChainNames.localPolicy(name);
            case "KUBE-EXT" -> ChainNames.external(name);
            case "KUBE-FW" -> ChainNames.firewall(name);
            case "KUBE-SEP" -> ChainNames.endpoint(name, vector.path("endpoint").asText());
            default -> "no kind of chain";
        };
        return Outcome.equal(
                kind + " of " + vector.path("hashInput").asText(name.toString()),
                vector.path("chain").asText(),
                actual);
    }

    private static ServicePortName iptablesName(JsonNode vector) {
        String text = vector.path("servicePortName").asText();
        int slash = text.indexOf('/');
        int colon = text.indexOf(':', slash);
        ServiceName service =
                new ServiceName(text.substring(0, slash), text.substring(slash + 1, colon < 0 ? text.length() : colon));
        return new ServicePortName(service, colon < 0 ? "" : text.substring(colon + 1), protocol(vector));
    }

    private static Outcome nftables(JsonNode vector) {
        ServicePortName name = new ServicePortName(
                new ServiceName(
                        vector.path("namespace").asText(), vector.path("name").asText()),
                vector.path("port").asText(),
                protocol(vector));
        String actual = vector.path("endpoint").asText("").isEmpty()
                ? NftablesNames.base(name)
                : NftablesNames.base(name, vector.path("endpoint").asText());
        return Outcome.equal(
                "nftables " + vector.path("hashInput").asText(name.toString()),
                vector.path("nameBase").asText(),
                actual);
    }

    private static String protocol(JsonNode vector) {
        return vector.path("protocol").asText("tcp").toUpperCase(Locale.ROOT);
    }
}
