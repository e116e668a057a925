package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What {@code kubectl get} has for a kind.
 *
 * @param columns headings, without the namespace
 * @param wide headings of the columns that {@code -o wide} adds
 * @param row an object's cells, those of the wide columns too
 */
record Table<T extends HasMetadata>(List<String> columns, List<String> wide, BiFunction<T, Instant, List<String>> row) {

    List<String> headings(boolean isWide) {
        return isWide ? Stream.concat(columns.stream(), wide.stream()).toList() : columns;
    }

    List<String> cells(T object, Instant now, boolean isWide) {
        List<String> cells = row.apply(object, now);
        return isWide ? cells : cells.subList(0, columns.size());
    }
}
