package packetwalk.oracle;

import java.util.List;

/** Both worlds' lines; those that only one of them has are marked. */
final class SideBySide {

    private SideBySide() {}

    static String text(List<String> ours, List<String> theirs) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < ours.size() || j < theirs.size()) {
            if (i < ours.size() && j < theirs.size() && ours.get(i).equals(theirs.get(j))) {
                text.append("             ").append(ours.get(i++)).append('\n');
                j++;
            } else if (i < ours.size()
                    && (j == theirs.size() || !theirs.subList(j, theirs.size()).contains(ours.get(i)))) {
                text.append("engine only  ").append(ours.get(i++)).append('\n');
            } else {
                text.append("kernel only  ").append(theirs.get(j++)).append('\n');
            }
        }
        return text.toString();
    }
}
