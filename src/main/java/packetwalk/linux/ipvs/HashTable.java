package packetwalk.linux.ipvs;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/** A scheduler that looks a real server up in a table, by the client: what {@code sh} and {@code mh} share. */
abstract class HashTable extends Scheduler {

    /** The table's lines; null where there is no real server. */
    abstract @Nullable RealServer line(int number);

    abstract int size();

    /** The line of a client, {@code offset} further on as the scheduler goes further. */
    abstract int hash(IpAddress address, int port, int offset);

    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        int port = service.flags().contains(SchedulerFlag.PORT) ? port(packet) : 0;
        IpAddress client = packet.src();
        int first = hash(client, port, 0);
        RealServer server = line(first);
        if (server == null) {
            return Choice.NONE;
        }
        String key = "source " + client + (port == 0 ? "" : " port " + port);
        if (server.usable()) {
            return chosen(server, () -> key + " is line " + first + " of its table");
        }
        return service.flags().contains(SchedulerFlag.FALLBACK) ? fallback(client, port, first, key) : Choice.NONE;
    }

    private static Choice chosen(RealServer server, Supplier<String> why) {
        return new Choice(server, why);
    }

    /** {@code ip_vs_sh_get_fallback()}: around the table, from where the client's own line is. */
    private Choice fallback(IpAddress client, int port, int first, String key) {
        for (int i = 0; i < size(); i++) {
            int line = hash(client, port, (i + first) % size());
            RealServer server = line(line);
            if (server == null) {
                return Choice.NONE;
            }
            if (server.usable()) {
                return chosen(
                        server, () -> key + " is line " + first + ", whose server cannot be used; so line " + line);
            }
        }
        return Choice.NONE;
    }

    private static int port(Packet packet) {
        if (packet.transport() instanceof Tcp segment) {
            return segment.srcPort();
        }
        if (packet.transport() instanceof Sctp init) {
            return init.srcPort();
        }
        return packet.transport() instanceof Udp datagram ? datagram.srcPort() : 0;
    }

    /** Knuth's multiplicative hash, the upper eight bits of it: {@code hash_32()}, linux/hash.h. */
    static int multiplicative(int value) {
        return (value * 0x61c8_8647) >>> 24;
    }
}
