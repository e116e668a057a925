package packetwalk.linux.sysctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Settings of devices and how they hang together: net/ipv4/devinet.c, each line tried on Linux 6.18. */
class SysctlsTest {

    private final Sysctls machine = Sysctls.ofMachine(true);

    @Test
    @DisplayName("ip_forward and conf.all.forwarding are one setting, and a change of it is one for every device")
    void ip_forward_is_forwarding_of_all() {
        machine.addDevice("eth0");
        machine.set("net.ipv4.conf.eth0.forwarding", 7);
        assertEquals(0, machine.value(Sysctl.IP_FORWARD));

        machine.set(Sysctl.IP_FORWARD, 1);
        assertEquals(1, machine.value("net.ipv4.conf.all.forwarding"));
        assertEquals(1, machine.value("net.ipv4.conf.default.forwarding"));
        assertTrue(machine.conf("eth0").on(Devconf.FORWARDING));

        machine.set("net.ipv4.conf.all.forwarding", 0);
        assertFalse(machine.on(Sysctl.IP_FORWARD));
        assertFalse(machine.conf("eth0").on(Devconf.FORWARDING));
    }

    @Test
    @DisplayName("the forwarding of default is for devices to come; that of a device is its own")
    void default_forwarding_is_for_new_devices() {
        machine.addDevice("eth0");
        machine.set("net.ipv4.conf.default.forwarding", 1);
        machine.addDevice("eth1");

        assertFalse(machine.conf("eth0").on(Devconf.FORWARDING));
        assertTrue(machine.conf("eth1").on(Devconf.FORWARDING));
    }

    @Test
    @DisplayName("a new default holds for devices whose value nobody wrote, until they get an address")
    void a_default_reaches_devices_without_an_address() {
        machine.addDevice("bare");
        machine.addDevice("addressed");
        machine.addDevice("written");
        machine.keepAll("addressed");
        machine.set("net.ipv4.neigh.written.mcast_solicit", 9);

        machine.set("net.ipv4.neigh.default.mcast_solicit", 5);

        assertEquals(5, machine.value(NeighParm.MCAST_SOLICIT, "bare"));
        assertEquals(3, machine.value(NeighParm.MCAST_SOLICIT, "addressed"));
        assertEquals(9, machine.value(NeighParm.MCAST_SOLICIT, "written"));
    }

    @Test
    @DisplayName("a new namespace copies the machine's devices' settings, and begins anew with all others")
    void a_new_namespace_copies_what_is_for_devices() {
        machine.set(Sysctl.IP_FORWARD, 1);
        machine.set(Sysctl.IP_DEFAULT_TTL, 32);
        Sysctls pod = machine.ofNewNamespace();
        pod.addDevice("lo");

        assertTrue(pod.on(Sysctl.IP_FORWARD));
        assertTrue(pod.conf("lo").on(Devconf.FORWARDING));
        assertEquals(64, pod.value(Sysctl.IP_DEFAULT_TTL));
        assertThrows(IllegalArgumentException.class, () -> pod.value("net.ipv4.neigh.default.mcast_solicit"));
    }

    @Test
    @DisplayName("a device's dot is written as a slash, and its settings go with it")
    void a_dot_in_a_name_is_a_slash() {
        machine.addDevice("eth0.100");
        machine.set("net.ipv4.conf.eth0/100.forwarding", 1);
        assertTrue(machine.conf("eth0.100").on(Devconf.FORWARDING));

        machine.removeDevice("eth0.100");
        assertFalse(machine.names().contains("net.ipv4.conf.eth0/100.forwarding"));
    }
}
