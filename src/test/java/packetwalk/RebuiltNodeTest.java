package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.WalkAssertions.notNatted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import packetwalk.trace.Walk;

/** A real node comes back from what its commands printed. */
class RebuiltNodeTest {

    @TempDir
    private Path dump;

    private void wrote(String file, String... lines) throws IOException {
        Files.write(dump.resolve(file), List.of(lines));
    }

    private void aSmallNode() throws IOException {
        wrote(
                "ip-addr.txt",
                "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000",
                "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
                "    inet 127.0.0.1/8 scope host lo",
                "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000",
                "    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff",
                "    inet 10.0.2.15/24 brd 10.0.2.255 scope global dynamic eth0",
                "       valid_lft 83456sec preferred_lft 83456sec",
                "    inet6 fe80::5054:ff:fe12:3456/64 scope link");
        wrote(
                "ip-route.txt",
                "root@node:~# ip route",
                "default via 10.0.2.2 dev eth0 ",
                "10.0.2.0/24 dev eth0  proto kernel  scope link  src 10.0.2.15 ",
                "10.9.0.0/16 via 10.0.2.3 dev eth0 linkdown ");
        wrote(
                "ip-rule.txt",
                "0:\tfrom all lookup local",
                "500:\tfrom all fwmark 0x1 lookup main",
                "32766:\tfrom all lookup main");
        wrote("sysctl.txt", "net.ipv4.ip_forward = 1", "kernel.hostname = node");
        wrote("ipset-save.txt", "create BAD hash:ip family inet hashsize 1024 maxelem 65536", "add BAD 10.0.2.3");
        wrote(
                "iptables-save.txt",
                "*filter",
                ":INPUT ACCEPT [7:420]",
                "-A INPUT -m set --match-set BAD src -j DROP",
                "-A INPUT -p udp -m cpu --cpu 1 -j DROP",
                "-A INPUT -m nfacct --nfacct-name seen",
                "COMMIT");
        wrote("uname.txt", "Linux");
    }

    @Test
    void it_has_the_devices_addresses_routes_settings_sets_and_rules() throws IOException {
        aSmallNode();

        RebuiltNode node = Packetwalk.rebuild(dump);

        assertTrue(node.ip("addr show dev eth0").text().contains("link/ether 52:54:00:12:34:56"));
        assertEquals("10.0.2.15", node.address().toString());
        assertTrue(node.ip("route").text().contains("10.9.0.0/16 via 10.0.2.3 dev eth0"));
        assertTrue(node.ip("rule").text().contains("fwmark 0x1"));
        assertTrue(node.sysctl("net.ipv4.ip_forward").text().contains("= 1"));
        assertTrue(node.sh("iptables-save -c").text().contains(":INPUT ACCEPT [7:420]"));
        assertTrue(node.ping("10.0.2.2").outcome().toString().contains("ANSWERED"), "its gateway answers");
    }

    @Test
    void what_is_left_aside_or_not_modelled_is_named() throws IOException {
        aSmallNode();

        String text = Packetwalk.rebuild(dump).text();

        assertTrue(text.contains("left aside uname.txt"), text);
        assertTrue(text.contains("left aside 1 settings"), text);
        assertTrue(text.contains("unknown -m cpu in filter INPUT 2: "), text);
    }

    @Test
    void a_broken_file_is_refused_with_its_name_and_line() throws IOException {
        wrote("iptables-save.txt", "*filter", "-A INPUT -j NOSUCH", "COMMIT");

        var refusal = assertThrows(IllegalArgumentException.class, () -> Packetwalk.rebuild(dump));

        assertTrue(
                refusal.getMessage().contains("iptables-save.txt: iptables-restore: line 2 failed"),
                refusal::getMessage);
    }

    @Test
    void an_empty_directory_is_no_node() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Packetwalk.rebuild(dump));

        assertTrue(refusal.getMessage().contains("holds no dump of a node"), refusal::getMessage);
    }

    /** containerd with two published ports: what the dump's own description says of it. */
    @Test
    void nerdctl_publishes_8082_everywhere_and_8081_on_localhost() {
        RebuiltNode node = Packetwalk.rebuild(Shared.directory("dumps").resolve("nerdctl-cni-hostport"))
                .device("eth0", "192.168.5.15/24")
                .device("cni0", "10.4.0.1/24");
        node.sysctl("-w net.ipv4.ip_forward=1");
        node.sysctl("-w net.ipv4.conf.all.route_localnet=1");
        Router pods = node.beyond("cni0");
        pods.ip("addr add 10.4.0.10/32 dev eth0");
        pods.ip("addr add 10.4.0.7/32 dev eth0");
        Router world = node.beyond("eth0");

        Walk published = world.connect("192.168.5.15", 8082);
        assertTrue(published.text().contains("dst 192.168.5.15 -> 10.4.0.10, dport 8082 -> 80"), published::text);
        assertTrue(published.outcome().toString().contains("refused"), "it came to where nobody listens, and back");
        assertTrue(node.connect("127.0.0.1", 8082).text().contains("dst 127.0.0.1 -> 10.4.0.10, dport 8082 -> 80"));
        assertTrue(node.connect("127.0.0.1", 8081).text().contains("dst 127.0.0.1 -> 10.4.0.7, dport 8081 -> 80"));
        notNatted(node.connect("192.168.5.15", 8081));
        notNatted(world.connect("192.168.5.15", 8081));
        assertEquals(List.of(), node.unknown());
    }
}
