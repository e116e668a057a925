package packetwalk.tools.ipvsadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.TwoMachines;
import packetwalk.tools.Shell;

/** What ipvsadm takes, prints and refuses. Its words are those of ipvsadm 1.31 (the strings of Debian's program). */
class IpvsadmTest {

    private static final String SAVED = """
            -A -t 192.168.0.1:80 -s sh -p 300 -M 255.255.255.0 -b sh-fallback,sh-port
            -a -t 192.168.0.1:80 -r 10.0.0.2:8080 -m -w 3
            -a -t 192.168.0.1:80 -r 10.0.0.3:8080 -m -w 1
            -A -t 10.3.240.10:53 -s rr
            -a -t 10.3.240.10:53 -r 10.0.0.2:53 -g -w 1
            -a -t 10.3.240.10:53 -r 10.0.0.4:53 -i -w 0 --tun-type ipip
            -A -u 10.3.240.10:53 -s wlc -o
            -A --sctp-service 10.3.240.10:7777 -s mh -b mh-port
            -A -f 7 -s lc
            -a -f 7 -r 10.0.0.2:0 -m -w 1
            """;

    private final TwoMachines two = new TwoMachines();

    private String run(String line) {
        return two.a("ipvsadm " + line);
    }

    @Test
    @DisplayName("what -S saves, -R reads: the same is saved again")
    void round_trip() {
        new Shell(two.a).run("ipvsadm -R", SAVED);
        assertEquals(SAVED, run("-Sn"));

        new Shell(two.b).run("ipvsadm --restore", run("-S -n"));
        assertEquals(SAVED, two.b("ipvsadm --save --numeric"));
    }

    @Test
    @DisplayName("lists are sorted by differences of 32 bits, and so 192.168.0.1 comes before 10.3.240.10")
    void listed() {
        new Shell(two.a).run("ipvsadm -R", SAVED);
        assertEquals("""
                IP Virtual Server version 1.2.1 (size=4096)
                Prot LocalAddress:Port Scheduler Flags
                  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
                TCP  192.168.0.1:80 sh (sh-fallback,sh-port) persistent 300 mask 255.255.255.0
                  -> 10.0.0.2:8080                Masq    3      0          0        \s
                  -> 10.0.0.3:8080                Masq    1      0          0        \s
                TCP  10.3.240.10:53 rr
                  -> 10.0.0.2:53                  Route   1      0          0        \s
                  -> 10.0.0.4:53                  Tunnel  0      0          0        \s
                UDP  10.3.240.10:53 wlc ops
                SCTP 10.3.240.10:7777 mh (mh-port)
                FWM  7 lc
                  -> 10.0.0.2:0                   Masq    1      0          0        \s
                """, run("-Ln"));
        assertTrue(run("").contains("TCP  192.168.0.1:http sh"));
        assertTrue(run("-L").contains("-> 10.0.0.2:domain              Route"));
    }

    @Test
    @DisplayName("other columns: thresholds, persistent connections, tunnels, one service alone")
    void columns() {
        run("-A -t 10.3.240.10:53 -s rr");
        run("-a -t 10.3.240.10:53 -r 10.0.0.2:53 -i -x 10 -y 5");
        assertEquals("""
                Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn\s
                  -> RemoteAddress:Port
                TCP  10.3.240.10:53 rr
                  -> 10.0.0.2:53                  10         5          0          0        \s
                """, run("-Ln -t 10.3.240.10:53 --thresholds"));
        assertEquals("""
                Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn\s
                  -> RemoteAddress:Port
                TCP  10.3.240.10:53 rr
                  -> 10.0.0.2:53                  1         0           0          0        \s
                """, run("-Ln -t 10.3.240.10:53 --persistent-conn"));
        assertTrue(run("-Ln --tun-info")
                .contains("  -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn InActConn\n"));
        assertTrue(run("-Ln --tun-info")
                .contains("  -> 10.0.0.2:53                  Tunnel  ipip          1      0          0         \n"));
    }

    @Test
    @DisplayName("timeouts: 0 leaves one as it is")
    void timeouts() {
        assertEquals("Timeout (tcp tcpfin udp): 900 120 300\n", run("-L --timeout"));
        run("--set 0 60 10");
        assertEquals("Timeout (tcp tcpfin udp): 900 60 10\n", run("-L --timeout"));
        assertEquals("", run("-L --daemon"));
    }

    @ParameterizedTest
    @DisplayName("what ipvsadm and the kernel refuse, in their words; nothing has changed then")
    @CsvSource(
            delimiter = '|',
            value = {
                "-A -t 10.3.240.10:53 | Service already exists",
                "-A -t 10.3.240.10:54 -s nosuch | Scheduler or persistence engine not found",
                "-A -t 10.3.240.10 -s rr | Zero port specified for non-persistent service",
                "-A -t web:80 | illegal virtual server address[:port] specified",
                "-A -t 10.3.240.10:99999 | illegal virtual server address[:port] specified",
                "-A -t 10.3.240.10:54 -s rr -b sh-port | incompatible scheduler flag `sh-port'",
                "-A -t 10.3.240.10:54 -s rr -b fast | invalid scheduler flag `fast'",
                "-A -t 10.3.240.10:54 -o | One-Packet Scheduling is only for UDP virtual services",
                "-A -f 0 | invalid fwmark value `0' specified",
                "-A -t 10.3.240.10:54 -p 0 | invalid timeout value `0' specified",
                "-A -s rr | You need to supply the 'service-address' option for the 'add-service' command",
                "-A -t 10.3.240.10:54 -w 1 | Illegal 'weight' option with the 'add-service' command",
                "-A -t 10.3.240.10:54 -t 10.3.240.10:55 | multiple 'service-address' options specified",
                "-A -t 10.3.240.10:54 -z | -z: unknown option",
                "-A -t | -t: missing argument",
                "-A -t 10.3.240.10:54 extra | unexpected argument extra",
                "-A -t [fd00::1]:80 | illegal virtual server address[:port] specified",
                "-D -t 10.3.240.10:54 | No such service",
                "-E -t 10.3.240.10:54 | No such service",
                "-Z -t 10.3.240.10:54 | No such service",
                "-L -t 10.3.240.10:54 | No such service",
                "-a -t 10.3.240.10:54 -r 10.0.0.2 | Service not defined",
                "-a -t 10.3.240.10:53 -r 10.0.0.2 | Destination already exists",
                "-a -t 10.3.240.10:53 -r 10.0.0.3 -w x | illegal weight specified",
                "-a -t 10.3.240.10:53 -r 10.0.0.3 -x 1 -y 2 | Numerical result out of range",
                "-a -t 10.3.240.10:53 -r 224.0.0.1 | Invalid operation.  Possibly wrong module version",
                "-a -t 10.3.240.10:53 -r 10.0.0.3 -m --tun-type ipip | Tunnel options conflict with forward method",
                "-a -t 10.3.240.10:53 | You need to supply the 'real-server' option for the 'add-server' command",
                "-e -t 10.3.240.10:53 -r 10.0.0.3 | No such destination",
                "-d -t 10.3.240.10:53 -r 10.0.0.3 | No such destination",
                "-L -c --stats | options conflicts in the list command",
                "-L -c --timeout | The option 'timeout' conflicts with the 'connection' option in the 'list' command",
                "--set 1 2 | --set option requires 3 timeout values",
                "--start-daemon master | synchronization of connections is not modelled",
                "-n | Try `ipvsadm -h' or 'ipvsadm --help' for more information",
            })
    void refused(String line, String words) {
        run("-A -t 10.3.240.10:53 -s rr");
        run("-a -t 10.3.240.10:53 -r 10.0.0.2");
        String before = run("-Sn");
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> run(line));
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
        assertEquals(before, run("-Sn"));
    }

    @Test
    @DisplayName("a file is read as a whole before its first line is run; comments are left out")
    void restored_as_a_whole() {
        String file = "# services\nipvsadm -A -t 10.3.240.10:53 -s rr\n\n-a -t 10.3.240.10:53 -w x\n";
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> new Shell(two.a).run("ipvsadm -R", file));
        assertTrue(refusal.getMessage().startsWith("line 4: "), refusal::getMessage);
        assertEquals("", run("-S"));
    }
}
