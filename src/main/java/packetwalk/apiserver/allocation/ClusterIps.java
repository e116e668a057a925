package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.OptionalInt;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Kinds;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.time.Simulation;

/** The addresses of Services, of one family: all of the range but the first and, where that is for broadcasts, the last. */
final class ClusterIps {
    private final Cidr range;
    private final int usable;
    private final Pool pool;

    ClusterIps(Cidr range, Simulation simulation) {
        this.range = range;
        int size = 1 << (range.family().bits() - range.length());
        this.usable = range.family() == IpFamily.IPV4 ? size - 2 : size - 1;
        // Number 0 is the first address that can be had, .1
        this.pool = new Pool(usable, Pool.band(size, 16, 256), simulation);
    }

    /** The address that a Service asks for, or any if that is empty. */
    String allocate(Service service, String asked, Transaction transaction) {
        return asked.isEmpty() ? any(service, transaction) : named(service, asked, transaction);
    }

    /** Once {@code transaction} is through, others can have {@code address}, if it is of this range. */
    void release(IpAddress address, Transaction transaction) {
        if (range.contains(address)) {
            transaction.release(() -> pool.giveBack(number(address)));
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
        if (number < 0 || number >= usable) {
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
