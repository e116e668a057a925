package packetwalk.tools.ipvsadm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * qsort(3) of glibc: a merge sort. ipvsadm compares by differences that wrap around, so that 192.168.0.1 comes before
 * 10.0.0.1; where three addresses are each before the next, what comes out depends on how one sorts.
 */
final class GlibcSort {

    private GlibcSort() {}

    /** {@code msort_with_tmp()}: the first half is the smaller one. */
    static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        if (list.size() <= 1) {
            return list;
        }
        int half = list.size() / 2;
        List<T> left = sorted(list.subList(0, half), order);
        List<T> right = sorted(list.subList(half, list.size()), order);
        List<T> merged = new ArrayList<>(list.size());
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            merged.add(order.compare(left.get(i), right.get(j)) <= 0 ? left.get(i++) : right.get(j++));
        }
        merged.addAll(left.subList(i, left.size()));
        merged.addAll(right.subList(j, right.size()));
        return merged;
    }
}
