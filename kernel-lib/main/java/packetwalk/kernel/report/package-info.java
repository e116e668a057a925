/**
 * What was judged, as data: {@link packetwalk.kernel.report.GradeReport} of an exercise, {@link packetwalk.kernel.report.SubmissionReport} of a
 * notebook. It knows neither cards nor networks, so whatever an instructor's system takes can be written from it.
 *
 * <p>{@link packetwalk.kernel.report.Format} has a file for each system, {@link packetwalk.kernel.report.ReportJson} is the one that is read back;
 * {@link packetwalk.kernel.report.ClassCsv} and {@link packetwalk.kernel.report.ClassSummary} are of many. Everything that a learner wrote passes
 * {@code Printable}, then the format's own escape.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.report;
