package packetwalk.kernel.jupyter;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * The snippet of a cell that the cursor is in, as JShell analyses it.
 *
 * @param code the snippet, preceded by what makes the cell's earlier lines known
 * @param at the cursor within {@code code}
 * @param shift where {@code code} starts in the cell; may be negative
 */
record Cursor(String code, int at, int shift) {
    private static final String METHOD = "void packetwalkCell() {";

    /** The snippet alone; {@code at} counts UTF-16 units in {@code cell}. */
    static Cursor alone(SourceCodeAnalysis analysis, String cell, int at) {
        int start = 0;
        while (start < at) {
            CompletionInfo next = analysis.analyzeCompletion(cell.substring(start));
            int end = cell.length() - next.remaining().length();
            if (!next.completeness().isComplete() || end >= at || end <= start) {
                break;
            }
            start = end;
        }
        return new Cursor(cell.substring(start), at - start, start);
    }

    /** The whole cell as a method's body: variables declared above the cursor, and not run yet, are known there. */
    static Cursor inMethod(String cell, int at) {
        return new Cursor(METHOD + cell, METHOD.length() + at, -METHOD.length());
    }

    /** The code before the cursor. */
    String before() {
        return code.substring(0, at);
    }
}
