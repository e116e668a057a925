package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Objects;
import packetwalk.api.FieldPath;

/**
 * What of a Service's addresses and families may change: the second of each may come and go, by its policy; {@code
 * validateUpgradeDowngradeClusterIPs}, {@code validateUpgradeDowngradeIPFamilies}.
 */
final class FamilyChangeValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath IPS = SPEC.child("clusterIPs");
    private static final FieldPath FAMILIES = SPEC.child("ipFamilies");
    private static final FieldPath POLICY = SPEC.child("ipFamilyPolicy");
    private static final String ONCE = "may not change once set";

    private FamilyChangeValidation() {}

    static void check(Errors errors, ServiceSpec spec, ServiceSpec old) {
        boolean named = "ExternalName".equals(spec.getType()) || "ExternalName".equals(old.getType());
        if (named) {
            return;
        }
        if (!isHeadless(spec) || !isHeadless(old)) {
            clusterIps(errors, spec, old);
        }
        if (!isHeadless(spec) && !isHeadless(old)) {
            families(errors, spec, old);
        }
    }

    private static boolean isHeadless(ServiceSpec spec) {
        return spec.getClusterIPs().equals(List.of("None"));
    }

    private static void clusterIps(Errors errors, ServiceSpec spec, ServiceSpec old) {
        List<String> now = spec.getClusterIPs();
        List<String> then = old.getClusterIPs();
        if (now.size() == then.size()) {
            for (int i = 0; i < then.size(); i++) {
                if (!then.get(i).equals(now.get(i))) {
                    errors.invalid(IPS.index(i), now, ONCE);
                }
            }
            return;
        }
        if (now.isEmpty()) {
            errors.invalid(IPS.index(0), now, "primary clusterIP can not be unset");
        } else if (!then.isEmpty() && !then.get(0).equals(now.get(0))) {
            errors.invalid(IPS.index(0), now, ONCE);
        }
        if (now.size() == 1 && then.size() > 1) {
            released(errors, spec, "clusterIP");
        }
    }

    private static void families(Errors errors, ServiceSpec spec, ServiceSpec old) {
        List<String> now = spec.getIpFamilies();
        List<String> then = old.getIpFamilies();
        if (now.size() == then.size()) {
            for (int i = 0; i < then.size(); i++) {
                if (!then.get(i).equals(now.get(i))) {
                    errors.invalid(FAMILIES.index(0), now, ONCE);
                }
            }
            return;
        }
        if (!now.isEmpty() && !then.isEmpty() && !now.get(0).equals(then.get(0))) {
            errors.invalid(FAMILIES.index(0), spec.getClusterIPs(), ONCE); // upstream shows these
        }
        if (now.size() == 1 && then.size() > 1) {
            released(errors, spec, "ipFamily");
        }
    }

    private static void released(Errors errors, ServiceSpec spec, String what) {
        String policy = Objects.requireNonNullElse(spec.getIpFamilyPolicy(), "");
        if (!policy.equals("SingleStack")) {
            errors.invalid(POLICY, policy, "must be set to 'SingleStack' when releasing the secondary " + what);
        }
    }
}
