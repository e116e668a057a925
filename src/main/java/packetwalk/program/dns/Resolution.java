package packetwalk.program.dns;

import java.util.List;
import java.util.Optional;
import packetwalk.net.IpAddress;

/**
 * What came of looking a name up.
 *
 * @param addresses in the order in which a program should try them; some unless there is a fault
 * @param fault why there are none
 */
public record Resolution(List<IpAddress> addresses, Optional<Fault> fault) {

    /** Errors of getaddrinfo(3), with the words of gai_strerror(3). */
    public enum Fault {
        EAI_NONAME("Name or service not known"),
        EAI_NODATA("No address associated with hostname"),
        EAI_AGAIN("Temporary failure in name resolution"),
        EAI_FAIL("Non-recoverable failure in name resolution");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** As gai_strerror(3) says it. */
        public String words() {
            return words;
        }
    }

    public Resolution {
        addresses = List.copyOf(addresses);
    }

    static Resolution of(List<IpAddress> addresses) {
        return new Resolution(addresses, Optional.empty());
    }

    static Resolution of(Fault fault) {
        return new Resolution(List.of(), Optional.of(fault));
    }
}
