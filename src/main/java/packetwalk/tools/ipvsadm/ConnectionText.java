package packetwalk.tools.ipvsadm;

import packetwalk.linux.ipvs.Ipvs;
import packetwalk.linux.ipvs.IpvsConnection;

/** Connections as {@code ipvsadm -Lc} prints them: {@code print_conn()}. */
final class ConnectionText {

    private final Names names;
    private final boolean engine;

    /** {@code engine}: with the columns of a persistence engine, which no connection here has. */
    ConnectionText(boolean numeric, boolean engine) {
        this.names = new Names(numeric);
        this.engine = engine;
    }

    String all(Ipvs ipvs) {
        StringBuilder text = new StringBuilder("IPVS connection entries\n");
        text.append(
                engine
                        ? "pro expire %-11s %-18s %-18s %-18s %-16s %s\n"
                                .formatted("state", "source", "virtual", "destination", "pe name", "pe_data")
                        : "pro expire %-11s %-18s %-18s %s\n".formatted("state", "source", "virtual", "destination"));
        ipvs.connections().forEach(each -> text.append(line(each, ipvs.secondsLeft(each))));
        return text.toString();
    }

    private String line(IpvsConnection each, long seconds) {
        return "%-3s %-6s %-11s %-18s %-18s %s\n"
                .formatted(
                        each.protocolName(),
                        "%02d:%02d".formatted(seconds / 60, seconds % 60),
                        each.state(),
                        names.of(each.client(), each.clientPort(), each.protocol()),
                        names.of(each.virtual(), each.virtualPort(), each.protocol()),
                        names.of(each.server().address(), each.serverPort(), each.protocol()));
    }
}
