package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes scenarios of flows as files for {@code ./packetwalk agree}. */
final class KernelCases {

    private KernelCases() {}

    /**
     * One file for each scenario of each file of flows, and one for its twin in IPv6; its name is made of the mode's and
     * the scenario's.
     */
    static int write(VectorFolder folder, Path to) {
        for (JsonNode file : folder.files().values()) {
            VectorKind.of(file)
                    .flatMap(VectorKind::flows)
                    .ifPresent(mode -> Stream.of(file, Inet6Twin.of(file))
                            .flatMap(each -> Scenario.elements(each.path("scenarios")))
                            .forEach(each -> write(Scenario.of(each, mode), packets(each), to)));
        }
        return 0;
    }

    private static List<FlowPacket> packets(JsonNode scenario) {
        return Scenario.elements(scenario.path("packets")).map(FlowPacket::of).toList();
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
