package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Kinds;
import packetwalk.apiserver.validation.ClusterIpValidation;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Which address families a Service has, of those that the cluster has: {@code initIPFamilyFields}.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/storage/alloc.go">alloc.go</a>
 */
final class IpFamilies {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath POLICY = SPEC.child("ipFamilyPolicy");
    private static final String SINGLE = "SingleStack";
    private static final String PREFER = "PreferDualStack";
    private static final String REQUIRE = "RequireDualStack";

    /** As a Service names them; the first is what one gets that names none. */
    private final List<String> configured;

    IpFamilies(List<IpFamily> configured) {
        this.configured = configured.stream().map(IpFamily::toString).toList();
    }

    /** Fills in policy and families, or refuses what this cluster cannot give. */
    void settle(Service service, Optional<Service> before) {
        ServiceSpec spec = service.getSpec();
        if (!ServiceNeeds.clusterIp(service) || isKeptDualStack(service, before)) {
            return;
        }
        if (spec.getIpFamilyPolicy() == null) {
            spec.setIpFamilyPolicy(policy(service, before));
        }
        refuse(service, ClusterIpValidation.of(service, before));
        List<FieldError> errors = new ArrayList<>();
        before.ifPresent(old -> release(errors, spec, old.getSpec()));
        several(errors, spec);
        infer(errors, spec);
        refuse(service, errors);
        if (ServiceNeeds.headless(service) && spec.getSelector().isEmpty()) {
            complete(spec);
            return;
        }
        refuse(service, missing(spec));
        if (configured.size() == 2) {
            complete(spec);
        } else if (spec.getIpFamilies().isEmpty()) {
            spec.setIpFamilies(List.of(configured.get(0)));
        }
    }

    /**
     * A Service that prefers both is not made to have the second because its cluster has it now, nor to lose it:
     * {@code isMatchingPreferDualStackClusterIPFields}.
     */
    static boolean isKeptDualStack(Service service, Optional<Service> before) {
        if (before.isEmpty() || !PREFER.equals(service.getSpec().getIpFamilyPolicy())) {
            return false;
        }
        ServiceSpec spec = service.getSpec();
        ServiceSpec old = before.get().getSpec();
        return Objects.equals(spec.getType(), old.getType())
                && PREFER.equals(old.getIpFamilyPolicy())
                && spec.getClusterIPs().equals(old.getClusterIPs())
                && spec.getIpFamilies().equals(old.getIpFamilies());
    }

    private static String policy(Service service, Optional<Service> before) {
        Optional<String> kept = before.map(old -> old.getSpec().getIpFamilyPolicy());
        if (kept.isPresent()) {
            return kept.get();
        }
        boolean selectorless = service.getSpec().getSelector().isEmpty();
        return ServiceNeeds.headless(service) && selectorless ? REQUIRE : SINGLE;
    }

    /** One stack where there were two is what gives the second back; who names less without saying so is refused. */
    private static void release(List<FieldError> errors, ServiceSpec spec, ServiceSpec old) {
        List<String> ips = spec.getClusterIPs();
        List<String> families = spec.getIpFamilies();
        if (spec.getIpFamilyPolicy().equals(SINGLE)) {
            if (ips.equals(old.getClusterIPs()) && ips.size() > 1) {
                spec.setClusterIPs(List.of(ips.get(0)));
            }
            if (families.equals(old.getIpFamilies()) && families.size() > 1) {
                spec.setIpFamilies(List.of(families.get(0)));
            }
            return;
        }
        String must = "must be 'SingleStack' to release the secondary ";
        if (!ips.isEmpty() && ips.size() < old.getClusterIPs().size()) {
            errors.add(FieldError.invalid(POLICY, spec.getIpFamilyPolicy(), must + "cluster IP"));
        }
        if (!families.isEmpty() && families.size() < old.getIpFamilies().size()) {
            errors.add(FieldError.invalid(POLICY, spec.getIpFamilyPolicy(), must + "IP family"));
        }
    }

    private static void several(List<FieldError> errors, ServiceSpec spec) {
        String policy = spec.getIpFamilyPolicy();
        if (!policy.equals(SINGLE)) {
            return;
        }
        String must = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
        if (spec.getClusterIPs().size() == 2) {
            errors.add(FieldError.invalid(POLICY, policy, must + "cluster IPs are specified"));
        }
        if (spec.getIpFamilies().size() == 2) {
            errors.add(FieldError.invalid(POLICY, policy, must + "IP families are specified"));
        }
    }

    /** A family that is not named follows from the address that is. */
    private void infer(List<FieldError> errors, ServiceSpec spec) {
        List<String> families = new ArrayList<>(spec.getIpFamilies());
        for (int i = families.size(); i < spec.getClusterIPs().size(); i++) {
            String ip = spec.getClusterIPs().get(i);
            if (ip.equals("None")) {
                break;
            }
            String family = IpAddress.parse(ip).family().toString();
            if (configured.contains(family)) {
                families.add(family);
            } else {
                errors.add(FieldError.invalid(
                        SPEC.child("clusterIPs").index(i),
                        spec.getClusterIPs(),
                        family + " is not configured on this cluster"));
            }
        }
        spec.setIpFamilies(families);
    }

    /** The cluster's own family if none was named, and the other one too unless one is all that is wanted. */
    private void complete(ServiceSpec spec) {
        List<String> families = new ArrayList<>(spec.getIpFamilies());
        if (families.isEmpty()) {
            families.add(configured.get(0));
        }
        if (families.size() < 2 && !spec.getIpFamilyPolicy().equals(SINGLE)) {
            boolean v4 = families.get(0).equals(IpFamily.IPV4.toString());
            families.add((v4 ? IpFamily.IPV6 : IpFamily.IPV4).toString());
        }
        spec.setIpFamilies(families);
    }

    private List<FieldError> missing(ServiceSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        if (spec.getIpFamilyPolicy().equals(REQUIRE) && configured.size() < 2) {
            errors.add(FieldError.invalid(
                    POLICY, spec.getIpFamilyPolicy(), "this cluster is not configured for dual-stack services"));
        }
        for (int i = 0; i < spec.getIpFamilies().size(); i++) {
            String family = spec.getIpFamilies().get(i);
            if (!configured.contains(family)) {
                errors.add(FieldError.invalid(
                        SPEC.child("ipFamilies").index(i), family, "not configured on this cluster"));
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
