package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** How a Service's addresses and families go together; {@code ValidateServiceClusterIPsRelatedFields}. */
public final class ClusterIpValidation {
    private static final FieldPath IPS = FieldPath.of("spec", "clusterIPs");
    private static final FieldPath FAMILIES = FieldPath.of("spec", "ipFamilies");

    private ClusterIpValidation() {}

    /** What is wrong with them; what {@code before} had is not asked again. */
    public static List<FieldError> of(Service service, Optional<Service> before) {
        Errors errors = new Errors();
        ServiceSpec spec = service.getSpec();
        if ("ExternalName".equals(spec.getType())) {
            return List.of();
        }
        inStep(errors, spec);
        families(errors, spec);
        List<String> known = before.map(old -> old.getSpec().getClusterIPs()).orElse(List.of());
        if (!addresses(errors, spec, known)) {
            // What follows would only say again, in worse words, what is wrong already
            return errors.list();
        }
        if (spec.getClusterIPs().size() > 1 && sameFamily(spec.getClusterIPs())) {
            errors.invalid(IPS, spec.getClusterIPs(), "may specify no more than one IP for each IP family");
        }
        matching(errors, spec);
        return errors.list();
    }

    private static void inStep(Errors errors, ServiceSpec spec) {
        List<String> ips = spec.getClusterIPs();
        String ip = spec.getClusterIP() == null ? "" : spec.getClusterIP();
        if (ip.isEmpty()) {
            if (!ips.isEmpty()) {
                errors.invalid(IPS, ips, "must be empty when `clusterIP` is not specified");
            }
        } else if (ips.isEmpty()) {
            errors.required(IPS);
        } else if (!ips.get(0).equals(ip)) {
            errors.invalid(IPS, ips, "first value must match `clusterIP`");
        }
    }

    private static void families(Errors errors, ServiceSpec spec) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < spec.getIpFamilies().size(); i++) {
            String family = spec.getIpFamilies().get(i);
            errors.oneOf(FAMILIES.index(i), family, List.of("IPv4", "IPv6"));
            if (!seen.add(family)) {
                errors.add(FieldError.duplicate(FAMILIES.index(i), family));
            }
        }
        if (spec.getIpFamilyPolicy() != null) {
            errors.oneOf(
                    FieldPath.of("spec", "ipFamilyPolicy"),
                    spec.getIpFamilyPolicy(),
                    List.of("PreferDualStack", "RequireDualStack", "SingleStack"));
        }
    }

    private static boolean addresses(Errors errors, ServiceSpec spec, List<String> known) {
        boolean valid = true;
        List<String> ips = spec.getClusterIPs();
        for (int i = 0; i < ips.size(); i++) {
            if (i == 0 && ips.get(0).equals("None")) {
                if (ips.size() > 1) {
                    errors.invalid(IPS, ips, "'None' must be the first and only value");
                    valid = false;
                }
                continue;
            }
            List<FieldError> wrong = Addresses.ip(IPS.index(i), ips.get(i), known);
            errors.addAll(wrong);
            valid &= wrong.isEmpty();
        }
        if (ips.size() > 2) {
            errors.invalid(IPS, ips, "may only hold up to 2 values");
        }
        return valid;
    }

    private static boolean sameFamily(List<String> ips) {
        long v4 = ips.stream()
                .filter(ip -> IpAddress.parse(ip).family() == IpFamily.IPV4)
                .count();
        return v4 != 1 || ips.size() != 2;
    }

    private static void matching(Errors errors, ServiceSpec spec) {
        List<String> ips = spec.getClusterIPs();
        if (ips.equals(List.of("None"))) {
            return;
        }
        for (int i = 0; i < Math.min(ips.size(), spec.getIpFamilies().size()); i++) {
            String family = spec.getIpFamilies().get(i);
            String is = IpAddress.parse(ips.get(i)).family().toString();
            if (!family.equals(is) && family.startsWith("IPv")) {
                errors.invalid(
                        IPS.index(i),
                        ips.get(i),
                        "expected an %s value as indicated by `ipFamilies[%d]`".formatted(family, i));
            }
        }
    }
}
