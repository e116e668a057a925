package packetwalk.proxy.ipvs;

import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServerSpec;

/** Lines for {@code ipvsadm -R}. */
final class IpvsadmLine {

    private IpvsadmLine() {}

    private static String key(ServiceKey key) {
        String option = switch (key.protocol().toString()) {
            case "tcp" -> "-t ";
            case "udp" -> "-u ";
            default -> "--sctp-service ";
        };
        return option + key.address() + ":" + key.port();
    }

    private static String service(String verb, VirtualServerSpec spec) {
        return verb + " " + key(spec.key()) + " -s " + spec.scheduler()
                + (spec.persistence() == 0 ? "" : " -p " + spec.persistence())
                + (spec.flags().isEmpty() ? "" : " -b mh-port") + "\n";
    }

    static String add(VirtualServerSpec spec) {
        return service("-A", spec);
    }

    static String edit(VirtualServerSpec spec) {
        return service("-E", spec);
    }

    static String delete(ServiceKey key) {
        return "-D " + key(key) + "\n";
    }

    static String add(ServiceKey key, IpvsWanted.Endpoint endpoint) {
        return "-a " + key(key) + " -r " + endpoint + " -m -w 1\n";
    }

    static String weigh(ServiceKey key, IpvsWanted.Endpoint endpoint, int weight) {
        return "-e " + key(key) + " -r " + endpoint + " -m -w " + weight + "\n";
    }

    static String delete(ServiceKey key, IpvsWanted.Endpoint endpoint) {
        return "-d " + key(key) + " -r " + endpoint + "\n";
    }
}
