package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import java.util.List;
import packetwalk.api.FieldPath;

/** What a node must be; {@code ValidateNode}. */
final class NodeValidation {
    private static final FieldPath RANGES = FieldPath.of("spec", "podCIDRs");

    private NodeValidation() {}

    static void check(Errors errors, Node node) {
        if (node.getSpec() == null) {
            return;
        }
        TaintValidation.taints(errors, node.getSpec().getTaints());
        List<String> ranges = node.getSpec().getPodCIDRs();
        for (int i = 0; i < ranges.size(); i++) {
            errors.addAll(Addresses.cidr(RANGES.index(i), ranges.get(i), List.of()));
        }
        long v6 = ranges.stream().filter(range -> range.contains(":")).count();
        if (ranges.size() > 2 || (ranges.size() == 2 && v6 != 1)) {
            errors.invalid(RANGES, ranges, "may specify no more than one CIDR for each IP family");
        }
    }

    static void change(Errors errors, Node node, Node before) {
        NodeSpec old = before.getSpec();
        if (old == null || old.getPodCIDRs().isEmpty()) {
            return;
        }
        if (node.getSpec() == null || !node.getSpec().getPodCIDRs().equals(old.getPodCIDRs())) {
            errors.forbidden(RANGES, "node updates may not change podCIDR except from \"\" to valid");
        }
    }
}
