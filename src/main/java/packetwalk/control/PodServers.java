package packetwalk.control;

import java.util.List;
import packetwalk.api.ContainerSpec;
import packetwalk.net.Protocol;
import packetwalk.program.HttpServer;
import packetwalk.program.Server;
import packetwalk.program.UdpEchoServer;

/** What a container serves: HTTP on TCP ports, echo on UDP ports. */
final class PodServers {

    private PodServers() {}

    static List<Server> of(ContainerSpec container, String hostname) {
        return container.ports().stream()
                .map(port -> port.protocol() == Protocol.TCP
                        ? new HttpServer(port.containerPort(), hostname)
                        : new UdpEchoServer(port.containerPort()))
                .map(Server.class::cast)
                .toList();
    }
}
