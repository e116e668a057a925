package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RestoreFormTest {

    private static String nat(String... lines) {
        return "*nat\n:KUBE-SERVICES - [0:0]\n:KUBE-SVC-A - [0:0]\n" + String.join("\n", lines) + "\nCOMMIT\n";
    }

    private static final String ONE =
            "-A KUBE-SERVICES -m comment --comment \"ns/one cluster IP\" -m tcp -p tcp -j KUBE-SVC-A";
    private static final String TWO =
            "-A KUBE-SERVICES -m comment --comment \"ns/two cluster IP\" -m tcp -p tcp -j KUBE-SVC-A";
    private static final String LAST = "-A KUBE-SERVICES -m comment --comment "
            + "\"kubernetes service nodeports; NOTE: this must be the last rule in this chain\" -j KUBE-NODEPORTS";

    @Test
    void theOrderOfServicesIsNoMatter() {
        assertEquals(
                RestoreForm.of(nat(ONE, TWO, LAST)).toString(),
                RestoreForm.of(nat(TWO, ONE, LAST)).toString());
    }

    @Test
    void theLastRuleMustBeLast() {
        assertNotEquals(
                RestoreForm.of(nat(ONE, LAST)).toString(),
                RestoreForm.of(nat(LAST, ONE)).toString());
    }

    @Test
    void theOrderWithinAServicesChainMatters() {
        String first = "-A KUBE-SVC-A -m comment --comment \"ns/one -> 10.0.0.1:80\" -m statistic -j KUBE-SEP-A";
        String second = "-A KUBE-SVC-A -m comment --comment \"ns/one -> 10.0.0.2:80\" -j KUBE-SEP-B";
        assertNotEquals(
                RestoreForm.of(nat(first, second)).toString(),
                RestoreForm.of(nat(second, first)).toString());
    }

    @Test
    void aRuleForAChainThatWasNotDeclaredIsSeen() {
        assertEquals(
                "*nat\n:KUBE-SERVICES\n:KUBE-SVC-A\n:KUBE-SVC-B (not declared)\n-j RETURN\n",
                RestoreForm.of(nat("-A KUBE-SVC-B -j RETURN")).toString());
    }
}
