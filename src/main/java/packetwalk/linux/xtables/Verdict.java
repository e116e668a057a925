package packetwalk.linux.xtables;

import packetwalk.net.IcmpError;
import packetwalk.trace.Unchanging;

/** What netfilter says of a packet at a hook. */
public sealed interface Verdict extends Unchanging {

    Verdict ACCEPT = new Accept();
    Verdict DROP = new Drop();

    /** The rest of this table is skipped; the next table goes on. */
    record Accept() implements Verdict {
        @Override
        public String toString() {
            return "ACCEPT";
        }
    }

    /** The packet ends here and nobody is told. */
    record Drop() implements Verdict {
        @Override
        public String toString() {
            return "DROP";
        }
    }

    /** The packet ends here though no rule said so: connection tracking has no room for it, or no place. */
    record Lost(String why) implements Verdict {
        @Override
        public String toString() {
            return "DROP";
        }
    }

    /** The packet ends here and its sender is told by an ICMP error. */
    record Reject(IcmpError.Kind with) implements Verdict {
        @Override
        public String toString() {
            return "REJECT";
        }
    }

    /** The packet ends here and its sender gets a TCP reset. */
    record Reset() implements Verdict {
        @Override
        public String toString() {
            return "REJECT";
        }
    }

    /** Somebody took the packet, and what becomes of it is told there: {@code NF_STOLEN}. */
    record Stolen() implements Verdict {
        @Override
        public String toString() {
            return "STOLEN";
        }
    }

    /** What decides is not modelled; never taken for an acceptance. */
    record Unknown(String name) implements Verdict {
        @Override
        public String toString() {
            return "UNKNOWN (" + name + ")";
        }
    }
}
