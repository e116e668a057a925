package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.InterfaceAddress;

class NodePortAddressesTest {

    private static final List<InterfaceAddress> ADDRESSES = List.of(
            InterfaceAddress.parse("127.0.0.1/8"),
            InterfaceAddress.parse("192.168.0.2/24"),
            InterfaceAddress.parse("192.168.1.2/24"),
            InterfaceAddress.parse("2001:db8::2/64"));

    @ParameterizedTest(name = "of \"{0}\" node ports answer on {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "                                 | true  | true  | 127.0.0.1 192.168.0.2 192.168.1.2",
                "0.0.0.0/0                        | true  | true  | 127.0.0.1 192.168.0.2 192.168.1.2",
                "192.168.1.0/24 0.0.0.0/0         | true  | true  | 127.0.0.1 192.168.0.2 192.168.1.2",
                "2001:db8::/64                    | true  | true  | 127.0.0.1 192.168.0.2 192.168.1.2",
                "192.168.1.0/24                   | false | false | 192.168.1.2",
                "192.168.1.0/24 192.168.0.0/16    | false | false | 192.168.0.2 192.168.1.2",
                "127.0.0.0/8 192.168.000.000/24   | false | true  | 127.0.0.1 192.168.0.2",
                "primary                          | false | false | 192.168.0.2",
                "203.0.113.0/24                   | false | false | ''",
            })
    void nodePortsAnswerOnAddressesOfThePrefixes(String prefixes, boolean all, boolean localhost, String addresses) {
        List<String> words = prefixes == null ? List.of() : List.of(prefixes.split(" "));
        NodePortAddresses nodePorts = Objects.NODE
                .with(ProxyOptions.DEFAULT.withNodePorts(true, words))
                .nodePorts();
        assertEquals(all, nodePorts.matchAll());
        assertEquals(localhost, nodePorts.containLoopback());
        assertEquals(
                addresses.isEmpty() ? List.of() : List.of(addresses.split(" ")),
                nodePorts.matching(ADDRESSES).stream().map(Object::toString).toList());
    }
}
