package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Kinds;
import packetwalk.apiserver.validation.ClusterIpValidation;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Which address families a Service has; {@code initIPFamilyFields} of a cluster that has IPv4 only.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/storage/alloc.go">alloc.go</a>
 */
final class IpFamilies {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String V4 = "IPv4";
    private static final String V6 = "IPv6";

    private IpFamilies() {}

    /** Fills in policy and families, or refuses what an IPv4 cluster cannot give. */
    static void settle(Service service, Optional<Service> before) {
        ServiceSpec spec = service.getSpec();
        if (!ServiceNeeds.clusterIp(service)) {
            return;
        }
        if (spec.getIpFamilyPolicy() == null) {
            spec.setIpFamilyPolicy(policy(service, before));
        }
        refuse(service, ClusterIpValidation.of(service, before));
        refuse(service, single(spec));
        refuse(service, inferred(spec));
        if (ServiceNeeds.headless(service) && spec.getSelector().isEmpty()) {
            headless(spec);
            return;
        }
        refuse(service, configured(spec));
        if (spec.getIpFamilies().isEmpty()) {
            spec.setIpFamilies(List.of(V4));
        }
    }

    private static String policy(Service service, Optional<Service> before) {
        Optional<String> kept = before.map(old -> old.getSpec().getIpFamilyPolicy());
        if (kept.isPresent()) {
            return kept.get();
        }
        boolean selectorless = service.getSpec().getSelector().isEmpty();
        return ServiceNeeds.headless(service) && selectorless ? "RequireDualStack" : "SingleStack";
    }

    private static List<FieldError> single(ServiceSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        String policy = spec.getIpFamilyPolicy();
        if (policy.equals("SingleStack")) {
            String must = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
            if (spec.getClusterIPs().size() == 2) {
                errors.add(
                        FieldError.invalid(SPEC.child("ipFamilyPolicy"), policy, must + "cluster IPs are specified"));
            }
            if (spec.getIpFamilies().size() == 2) {
                errors.add(
                        FieldError.invalid(SPEC.child("ipFamilyPolicy"), policy, must + "IP families are specified"));
            }
        }
        return errors;
    }

    /** A family that is not named follows from the address that is. */
    private static List<FieldError> inferred(ServiceSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        List<String> families = new ArrayList<>(spec.getIpFamilies());
        for (int i = families.size(); i < spec.getClusterIPs().size(); i++) {
            String ip = spec.getClusterIPs().get(i);
            if (ip.equals("None")) {
                break;
            }
            if (IpAddress.parse(ip).family() == IpFamily.IPV4) {
                families.add(V4);
            } else {
                errors.add(FieldError.invalid(
                        SPEC.child("clusterIPs").index(i),
                        spec.getClusterIPs(),
                        "IPv6 is not configured on this cluster"));
            }
        }
        spec.setIpFamilies(families);
        return errors;
    }

    /** Without selector and address nothing is given out, so both families may be there. */
    private static void headless(ServiceSpec spec) {
        List<String> families = new ArrayList<>(spec.getIpFamilies());
        if (families.isEmpty()) {
            families.add(V4);
        }
        if (families.size() < 2 && !spec.getIpFamilyPolicy().equals("SingleStack")) {
            families.add(families.get(0).equals(V4) ? V6 : V4);
        }
        spec.setIpFamilies(families);
    }

    private static List<FieldError> configured(ServiceSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        if (spec.getIpFamilyPolicy().equals("RequireDualStack")) {
            errors.add(FieldError.invalid(
                    SPEC.child("ipFamilyPolicy"),
                    spec.getIpFamilyPolicy(),
                    "this cluster is not configured for dual-stack services"));
        }
        for (int i = 0; i < spec.getIpFamilies().size(); i++) {
            if (!spec.getIpFamilies().get(i).equals(V4)) {
                errors.add(FieldError.invalid(
                        SPEC.child("ipFamilies").index(i),
                        spec.getIpFamilies().get(i),
                        "not configured on this cluster"));
            }
        }
        return errors;
    }

    private static void refuse(Service service, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ApiFault.invalid(Kinds.SERVICE, service.getMetadata().getName(), errors);
        }
    }
}
