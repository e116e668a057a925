package packetwalk;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The shape of the house: each package of the simulator uses only those above it in {@link #PACKAGES}. */
class ArchitectureTest {
    /** From the ground up; {@code docs/walk.md} has a line on each. A new package gets its place here. */
    private static final List<String> PACKAGES = List.of(
            "packetwalk.net",
            "packetwalk.net.http",
            "packetwalk.net.tls",
            "packetwalk.net.x509",
            "packetwalk.net.pcapng",
            "packetwalk.net.tcpdump",
            "packetwalk.time",
            "packetwalk.trace",
            "packetwalk.linux.sysctl",
            "packetwalk.linux.route",
            "packetwalk.linux.socket",
            "packetwalk.linux.ipset",
            "packetwalk.linux.conntrack",
            "packetwalk.linux.ipvs",
            "packetwalk.linux.xtables",
            "packetwalk.linux.xtables.match",
            "packetwalk.linux.xtables.target",
            "packetwalk.linux.nftables",
            "packetwalk.linux.nftables.expression",
            "packetwalk.linux.nftables.statement",
            "packetwalk.linux.netfilter",
            "packetwalk.linux",
            "packetwalk.tools.line",
            "packetwalk.tools.iptables",
            "packetwalk.tools.nft",
            "packetwalk.tools.ipset",
            "packetwalk.tools.ipvsadm",
            "packetwalk.tools",
            "packetwalk.program.stream",
            "packetwalk.program.tls",
            "packetwalk.program",
            "packetwalk.program.proxy",
            "packetwalk.program.dns",
            "packetwalk.program.curl",
            "packetwalk.program.userspace",
            "packetwalk.fabric",
            "packetwalk.runtime",
            "packetwalk.api",
            "packetwalk.apiserver.defaults",
            "packetwalk.apiserver.validation",
            "packetwalk.apiserver.allocation",
            "packetwalk.apiserver",
            "packetwalk.dns",
            "packetwalk.cni",
            "packetwalk.proxy",
            "packetwalk.proxy.iptables",
            "packetwalk.proxy.ipvs",
            "packetwalk.proxy.userspace",
            "packetwalk.proxy.nftables",
            "packetwalk.ingress",
            "packetwalk.ingress.nginx",
            "packetwalk.agent",
            "packetwalk.control",
            "packetwalk.cloud",
            "packetwalk.kubectl",
            "packetwalk");

    /** Views belong to kernel-lib, and nothing here may need a screen, a font or a compiler. */
    private static final List<String> FORBIDDEN =
            List.of("tech.tablesaw", "org.knowm.xchart", "org.dflib.jjava", "jdk.jshell", "java.awt", "javax.swing");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("packetwalk");

    @Test
    void every_package_has_its_place_in_the_list() {
        var unlisted = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            if (!PACKAGES.contains(type.getPackageName())) {
                unlisted.add(type.getPackageName());
            }
        }
        assertTrue(
                unlisted.isEmpty(),
                () -> unlisted + " not in ArchitectureTest.PACKAGES: add each below all that it uses"
                        + " and above all that use it, and give it a line in docs/walk.md");
    }

    @Test
    void a_package_uses_only_those_above_it() {
        var wrong = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            int place = PACKAGES.indexOf(type.getPackageName());
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                if (place >= 0 && PACKAGES.indexOf(packageOf(use)) > place) {
                    wrong.add(type.getPackageName() + " must not use " + packageOf(use) + ": " + use.getDescription());
                }
            }
        }
        report(wrong);
    }

    @Test
    void the_simulator_knows_no_notebook_no_table_library_and_no_chart() {
        var wrong = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                String used = packageOf(use);
                if (FORBIDDEN.stream().anyMatch(name -> used.equals(name) || used.startsWith(name + "."))) {
                    wrong.add("the simulator must not use " + used + ": " + use.getDescription());
                }
            }
        }
        report(wrong);
    }

    private static String packageOf(Dependency use) {
        return use.getTargetClass().getBaseComponentType().getPackageName();
    }

    private static void report(Set<String> wrong) {
        if (!wrong.isEmpty()) {
            fail(String.join("\n", wrong));
        }
    }
}
