package packetwalk.kernel.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that are of a whole class: marks for a gradebook, and what to talk about next. */
public final class ClassFiles {

    private ClassFiles() {}

    /** Each file's text by its name. */
    public static Map<String, String> of(List<SubmissionReport> reports) {
        ClassSummary summary = new ClassSummary();
        reports.forEach(summary::add);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("grades.csv", ClassCsv.of(reports));
        files.put("summary.md", summary.markdown());
        files.put("summary.html", summary.html());
        return files;
    }
}
