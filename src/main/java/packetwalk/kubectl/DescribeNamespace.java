package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;

/** {@code kubectl describe namespace}; there are no quotas and no limit ranges to be listed. */
final class DescribeNamespace {

    private DescribeNamespace() {}

    static void write(Description text, Namespace namespace) {
        text.identity(namespace);
        text.line(0, "Status:\t" + namespace.getStatus().getPhase());
        if (!namespace.getStatus().getConditions().isEmpty()) {
            text.line(0, "Conditions:")
                    .line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage")
                    .line(1, "----\t------\t------------------\t------\t-------");
            namespace.getStatus().getConditions().forEach(each -> text.line(1, cells(each)));
        }
        text.line(0, "").line(0, "No resource quota.");
        text.line(0, "").line(0, "No LimitRange resource.");
    }

    private static String cells(NamespaceCondition condition) {
        return String.join(
                "\t",
                condition.getType(),
                condition.getStatus(),
                Description.time(condition.getLastTransitionTime()),
                Text.orEmpty(condition.getReason()),
                Text.orEmpty(condition.getMessage()));
    }
}
