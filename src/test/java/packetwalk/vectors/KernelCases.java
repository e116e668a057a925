package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import packetwalk.net.IpFamily;

/** Writes scenarios of flows as files for {@code ./packetwalk agree}. */
final class KernelCases {

    private KernelCases() {}

    /** One file for each scenario of each file of flows; its name is made of the mode's and the scenario's. */
    static int write(VectorFolder folder, Path to) {
        for (JsonNode file : folder.files().values()) {
            VectorKind.of(file)
                    .flatMap(VectorKind::flows)
                    .ifPresent(mode -> Scenario.elements(file.path("scenarios"))
                            .map(scenario -> Scenario.of(scenario, mode))
                            .filter(scenario -> scenario.node().family() == IpFamily.IPV4)
                            .forEach(scenario -> write(scenario, packets(file, scenario), to)));
        }
        return 0;
    }

    private static List<FlowPacket> packets(JsonNode file, Scenario scenario) {
        return Scenario.elements(file.path("scenarios"))
                .filter(each -> each.path("id").asText().equals(scenario.id()))
                .flatMap(each -> Scenario.elements(each.path("packets")))
                .map(FlowPacket::of)
                .toList();
    }

    private static void write(Scenario scenario, List<FlowPacket> packets, Path to) {
        String mode = scenario.mode() == KubeProxyMode.IPTABLES ? "" : "nftables-";
        String name = "kube-proxy-" + mode + scenario.id().replaceAll("[^A-Za-z0-9]+", "-") + ".case";
        try {
            Files.createDirectories(to);
            Files.writeString(to.resolve(name), FlowCase.text(scenario, packets));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name + " to " + to, e);
        }
    }
}
