package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Kinds;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** The addresses of Services: all of the range but the first and the last. */
final class ClusterIps {
    private final Cidr range;
    private final long size;
    private final Pool pool;

    ClusterIps(Cidr range, Simulation simulation) {
        this.range = range;
        this.size = 1L << (32 - range.length());
        // Number 0 is the first address that can be had, .1
        this.pool = new Pool((int) (size - 2), Pool.band(size, 16, 256), simulation);
    }

    /** Gives a Service the addresses that it names, and those that it does not. */
    void allocate(Service service, Transaction transaction) {
        List<String> ips = new ArrayList<>(service.getSpec().getClusterIPs());
        if (ips.isEmpty()) {
            ips.add("");
        }
        String asked = ips.get(0);
        ips.set(0, asked.isEmpty() ? any(service, transaction) : named(service, asked, transaction));
        service.getSpec().setClusterIPs(List.copyOf(ips));
        service.getSpec().setClusterIP(ips.get(0));
    }

    /** Once {@code transaction} is through, others can have the addresses of {@code service}. */
    void release(Service service, Transaction transaction) {
        for (String ip : service.getSpec().getClusterIPs()) {
            if (IpAddress.isAddress(ip) && range.contains(IpAddress.parse(ip))) {
                transaction.release(() -> pool.giveBack(number(IpAddress.parse(ip))));
            }
        }
    }

    private String any(Service service, Transaction transaction) {
        OptionalInt number = pool.takeAny();
        if (number.isEmpty()) {
            throw ApiFault.internalError("failed to allocate a serviceIP for Service \""
                    + service.getMetadata().getName() + "\": range is full");
        }
        transaction.taken(() -> pool.giveBack(number.getAsInt()));
        return range.network().plus(number.getAsInt() + 1L).toString();
    }

    private String named(Service service, String asked, Transaction transaction) {
        IpAddress address = IpAddress.parse(asked);
        if (!range.contains(address)) {
            throw refused(service, asked, "the provided network does not match the current range");
        }
        int number = number(address);
        if (number < 0 || number >= size - 2) {
            throw refused(
                    service,
                    asked,
                    "the provided IP (%s) is not in the valid range. The range of valid IPs is %s"
                            .formatted(asked, range));
        }
        if (!pool.take(number)) {
            throw refused(service, asked, "provided IP is already allocated");
        }
        transaction.taken(() -> pool.giveBack(number));
        return asked;
    }

    private int number(IpAddress address) {
        return (int) (address.low() - range.network().low() - 1);
    }

    private static ApiFault refused(Service service, String asked, String why) {
        FieldError error = FieldError.invalid(
                FieldPath.of("spec", "clusterIPs"),
                service.getSpec().getClusterIPs(),
                "failed to allocate IP " + asked + ": " + why);
        return ApiFault.invalid(Kinds.SERVICE, service.getMetadata().getName(), List.of(error));
    }
}
