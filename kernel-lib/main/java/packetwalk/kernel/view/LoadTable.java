package packetwalk.kernel.view;

import packetwalk.trace.Load;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A load as a table, one row a request, in the order in which they began. */
final class LoadTable {

    private LoadTable() {}

    static Table of(Load load) {
        IntColumn request = IntColumn.create("request");
        IntColumn client = IntColumn.create("client");
        IntColumn connection = IntColumn.create("connection");
        BooleanColumn reused = BooleanColumn.create("reused");
        DoubleColumn start = DoubleColumn.create("start_ms");
        DoubleColumn latency = DoubleColumn.create("latency_ms");
        IntColumn status = IntColumn.create("status");
        StringColumn answeredBy = StringColumn.create("answered_by");
        StringColumn failure = StringColumn.create("failure");
        for (Load.Request each : load.requests()) {
            request.append(each.number());
            client.append(each.client());
            reused.append(each.reused());
            start.append((each.startNanos() - load.startNanos()) / 1e6);
            latency.append(each.millis());
            if (each.connection() == 0) {
                connection.appendMissing();
            } else {
                connection.append(each.connection());
            }
            if (each.answered()) {
                status.append(each.status());
                answeredBy.append(each.answeredBy());
                failure.appendMissing();
            } else {
                status.appendMissing();
                answeredBy.appendMissing();
                failure.append(each.failure());
            }
        }
        return Table.create(
                        load.command(),
                        request,
                        client,
                        connection,
                        reused,
                        start,
                        latency,
                        status,
                        answeredBy,
                        failure)
                .sortAscendingOn("request");
    }
}
