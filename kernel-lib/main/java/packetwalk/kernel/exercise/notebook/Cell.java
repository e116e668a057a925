package packetwalk.kernel.exercise.notebook;

import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import packetwalk.kernel.report.GradeReport;

/**
 * A cell of a notebook, as nbformat 4.5 has it.
 *
 * @param id words, unique in the notebook; nbgrader's {@code grade_id} too
 * @param kind what nbgrader does with it
 * @param points of a {@link Kind#GRADED} one
 */
record Cell(String id, boolean code, String source, Kind kind, double points) {

    /** nbgrader 0.9, nbformat/v3: which of its flags are set. */
    enum Kind {
        /** Not nbgrader's business. */
        FREE,
        /** What a learner may read, and gets back when it was changed. */
        LOCKED,
        /** Where a learner writes. */
        ANSWER,
        /** What gives points: its value is a number. */
        GRADED
    }

    static Cell markdown(String id, String source) {
        return new Cell(id, false, source.strip(), Kind.FREE, 0);
    }

    static Cell code(String id, String source) {
        return new Cell(id, true, source.strip(), Kind.FREE, 0);
    }

    Cell of(Kind other) {
        return new Cell(id, code, source, other, points);
    }

    Cell graded(double most) {
        return new Cell(id, code, source, Kind.GRADED, most);
    }

    /**
     * As a value of JSON.
     *
     * @param released whether a learner gets it, who cannot delete or change what nbgrader would put back
     */
    Map<String, Object> json(boolean released) {
        Map<String, Object> json = new TreeMap<>();
        json.put("cell_type", type());
        json.put("id", id);
        json.put("metadata", metadata(released));
        json.put("source", lines());
        if (code) {
            json.put("execution_count", NullNode.getInstance());
            json.put("outputs", List.of());
        }
        return json;
    }

    private String type() {
        return code ? "code" : "markdown";
    }

    private List<String> lines() {
        return source.isEmpty()
                ? List.of()
                : source.lines().collect(Collectors.collectingAndThen(Collectors.toList(), Cell::ended));
    }

    /** nbformat keeps each line with its end, the last one without. */
    private static List<String> ended(List<String> lines) {
        for (int i = 0; i < lines.size() - 1; i++) {
            lines.set(i, lines.get(i) + "\n");
        }
        return lines;
    }

    private Map<String, Object> metadata(boolean released) {
        if (kind == Kind.FREE) {
            return Map.of();
        }
        Map<String, Object> nbgrader = new TreeMap<>();
        nbgrader.put("schema_version", 3);
        nbgrader.put("grade_id", id);
        nbgrader.put("cell_type", type());
        nbgrader.put("grade", kind == Kind.GRADED);
        nbgrader.put("solution", kind == Kind.ANSWER);
        nbgrader.put("locked", kind != Kind.ANSWER);
        nbgrader.put("task", false);
        nbgrader.put("checksum", checksum());
        if (kind == Kind.GRADED) {
            nbgrader.put("points", new BigDecimal(GradeReport.number(points)));
        }
        Map<String, Object> metadata = new TreeMap<>(Map.of("nbgrader", nbgrader));
        if (released) {
            metadata.put("deletable", false);
        }
        if (released && kind != Kind.ANSWER) {
            metadata.put("editable", false);
        }
        return metadata;
    }

    /** nbgrader's {@code utils.compute_checksum()}: MD5 of all that a learner must not change, in Python's spelling. */
    String checksum() {
        String checked = source
                + type()
                + python(kind == Kind.GRADED)
                + python(kind == Kind.ANSWER)
                + python(kind != Kind.ANSWER)
                + id
                + (kind == Kind.GRADED ? Double.toString(points) : "");
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(checked.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("every JDK has MD5", missing);
        }
    }

    private static String python(boolean truth) {
        return truth ? "True" : "False";
    }
}
