package packetwalk.tools.ipvsadm;

import java.util.List;
import packetwalk.linux.ipvs.ForwardingMethod;
import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.ipvs.RealServer;
import packetwalk.linux.ipvs.VirtualServer;
import packetwalk.net.Protocol;

/** Virtual servers as {@code ipvsadm -S} prints them, to be read again. It does not write thresholds. */
final class SavedText {

    private final Arguments arguments;
    private final Names names;

    SavedText(Arguments arguments) {
        this.arguments = arguments;
        this.names = new Names(arguments.has(Option.NUMERIC));
    }

    String all(Ipvs ipvs) {
        StringBuilder text = new StringBuilder();
        List<VirtualServer> services = GlibcSort.sorted(ipvs.services(), TableText::compare);
        for (VirtualServer service : services) {
            String name = name(service);
            String flags = TableText.flags(service);
            text.append("-A ").append(name).append(" -s ").append(service.schedulerName());
            text.append(TableText.persistence(service, " -p ", " -M "));
            text.append(service.onePacket() ? " -o" : "").append(flags.isEmpty() ? "" : " -b " + flags);
            text.append('\n');
            TableText.servers(service, arguments).forEach(each -> text.append(line(name, each)));
        }
        return text.toString();
    }

    private String name(VirtualServer service) {
        if (service.key().fwmark() != 0) {
            return "-f " + service.key().fwmark();
        }
        Protocol protocol = service.key().protocol();
        String option = protocol == Protocol.TCP ? "-t" : protocol == Protocol.UDP ? "-u" : "--sctp-service";
        return option + " " + names.of(service.key().address(), service.key().port(), protocol);
    }

    private String line(String service, RealServer server) {
        String name =
                names.of(server.address(), server.port(), server.service().key().protocol());
        String tunnel = server.forwarding() == ForwardingMethod.TUNNEL ? " --tun-type ipip" : "";
        return "-a " + service + " -r " + name + " " + server.forwarding().option() + " -w " + server.weight() + tunnel
                + "\n";
    }
}
