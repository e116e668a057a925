package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What {@code kubectl get} has for a kind.
 *
 * @param headings of all columns, without the namespace
 * @param row an object's cells, those of the wide columns too
 */
record Table<T extends HasMetadata>(List<Heading> headings, BiFunction<T, Instant, List<String>> row) {

    /** A column's title; a wide one is there with {@code -o wide} only. */
    record Heading(String title, boolean wide) {}

    /** A table whose wide columns stand behind the others. */
    Table(List<String> columns, List<String> wide, BiFunction<T, Instant, List<String>> row) {
        this(
                Stream.concat(
                                columns.stream().map(title -> new Heading(title, false)),
                                wide.stream().map(title -> new Heading(title, true)))
                        .toList(),
                row);
    }

    List<String> headings(boolean isWide) {
        return shown(headings.stream().map(Heading::title).toList(), isWide);
    }

    List<String> cells(T object, Instant now, boolean isWide) {
        return shown(row.apply(object, now), isWide);
    }

    private List<String> shown(List<String> all, boolean isWide) {
        return IntStream.range(0, headings.size())
                .filter(i -> isWide || !headings.get(i).wide())
                .mapToObj(all::get)
                .toList();
    }
}
