package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a new Ingress that names no class the default one: the admission plugin {@code DefaultIngressClass}.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/admission/network/defaultingressclass/admission.go">admission.go</a>
 */
final class DefaultIngressClass {
    private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";
    private static final String CLASS = "kubernetes.io/ingress.class";

    /** Of several default classes the newest is taken, and of those as new as each other the first by name. */
    private static final Comparator<IngressClass> PREFERENCE = Comparator.comparing(
                    (IngressClass each) -> each.getMetadata().getCreationTimestamp(), Comparator.reverseOrder())
            .thenComparing(each -> each.getMetadata().getName());

    private final Store store;

    DefaultIngressClass(Store store) {
        this.store = store;
    }

    /** Changes {@code ingress}, which is not stored yet. */
    void admit(Ingress ingress) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        boolean named = ingress.getSpec().getIngressClassName() != null
                || (annotations != null && annotations.containsKey(CLASS));
        if (!named) {
            preferred()
                    .ifPresent(each -> ingress.getSpec()
                            .setIngressClassName(each.getMetadata().getName()));
        }
    }

    private Optional<IngressClass> preferred() {
        return store.list(IngressClass.class).stream()
                .filter(DefaultIngressClass::isDefault)
                .min(PREFERENCE);
    }

    private static boolean isDefault(IngressClass each) {
        Map<String, String> annotations = each.getMetadata().getAnnotations();
        return annotations != null && "true".equals(annotations.get(IS_DEFAULT));
    }
}
